"""Files stay small enough to be read at one sitting (architecture.md, sections 1 and 7)."""

from __future__ import annotations

from pathlib import Path

from config import CHECKOUT

LIMITS = {"rules.py": 150, "models.py": 150, "queries.py": 150, "service.py": 200, "forms.py": 100,
          "views.py": 200, "cli.py": 100}  # fmt: skip
ELSEWHERE = 230  # the hall, the app and the text messages have no drawers


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def limit_of(path: Path) -> int:
    """The limit of a module: its drawer's, also where the drawer has become a folder."""
    if "shared" in path.parts:
        return ELSEWHERE
    if path.parent.name + ".py" in LIMITS:
        return LIMITS[path.parent.name + ".py"]
    return LIMITS.get(path.name, ELSEWHERE)


def too_long(paths: list[Path], limit: int | None = None) -> list[str]:
    return [
        f"{path.relative_to(CHECKOUT)}: {lines(path)}"
        for path in paths
        if lines(path) > (limit or limit_of(path))
    ]


def test_no_module_outgrows_its_drawer() -> None:
    modules = [path for room in ("webapp", "sms") for path in (CHECKOUT / room).rglob("*.py")]
    assert modules
    assert too_long(modules) == []


def test_no_template_outgrows_a_screen_or_two() -> None:
    assert too_long(list((CHECKOUT / "templates").rglob("*.html")), 120) == []


def test_no_test_file_outgrows_its_subject() -> None:
    assert too_long(list((CHECKOUT / "tests").rglob("*.py")), 300) == []
    assert too_long(list((CHECKOUT / "tests").rglob("conftest.py")), 150) == []
