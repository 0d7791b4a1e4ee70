"""What is written down about the code stays true: settings, commands, habits."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from flask import Flask

from config import CHECKOUT

CODE = [path for room in ("webapp", "sms", "bin") for path in (CHECKOUT / room).rglob("*") if path.is_file()]
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|except( Exception)?:\s*pass")
SKIPPING = re.compile(r"pytest\.(mark\.)?(skip|xfail)|pytest\.importorskip")


def settings_read() -> set[str]:
    """The environment variables that config.py reads."""
    return set(re.findall(r'"(CATAT_[A-Z_]+)"', (CHECKOUT / "config.py").read_text()))


def commands(group: click.Group, above: str = "") -> list[str]:
    """Every command of `flask --app webapp.app` that is ours, in full: 'households import'."""
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, f"{above}{name} ")
        else:
            found.append(f"{above}{name}")
    return found


@pytest.mark.parametrize("name", sorted(settings_read()))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (CHECKOUT / "docs/settings.md").read_text()


def test_no_documented_setting_is_gone() -> None:
    documented = set(re.findall(r"`(CATAT_[A-Z_]+)`", (CHECKOUT / "docs/settings.md").read_text()))
    assert documented - settings_read() == set()


def test_the_environment_is_read_in_config_alone() -> None:
    readers = [
        path for path in CODE if path.suffix == ".py" and re.search(r"os\.environ|getenv", path.read_text())
    ]
    assert readers == []


def test_every_command_is_in_the_handbook(plain_app: Flask) -> None:
    handbook = "".join(path.read_text() for path in sorted((CHECKOUT / "docs/handbook").glob("*.md")))
    ours = commands(plain_app.cli)  # type: ignore[arg-type]
    assert ours
    assert [name for name in ours if not re.search(rf"[` ]{name}\b", handbook)] == []


def test_nothing_is_left_unfinished() -> None:
    texts = [(path, path.read_text(errors="replace")) for path in CODE if path.suffix in (".py", "")]
    assert [str(path) for path, text in texts if UNFINISHED.search(text)] == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    own = Path(__file__)
    tests = [path for path in (CHECKOUT / "tests").rglob("*.py") if path != own]
    assert [str(path) for path in tests if SKIPPING.search(path.read_text())] == []


def test_every_package_that_we_chose_says_what_it_is_for() -> None:
    lines = [
        line for path in (CHECKOUT / "requirements").glob("*.in") for line in path.read_text().splitlines()
    ]
    chosen = {re.split(r"[\[<>=~ ]", line)[0] for line in lines if line and not line.startswith(("#", "-r"))}
    text = (CHECKOUT / "docs/dependencies.md").read_text()
    assert {name for name in chosen if name not in text} == set()
