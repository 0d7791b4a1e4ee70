"""The page around the questions, rendered once per language and kind of seat; afterwards slots are filled in.

No template runs in a request: the layout costs more than everything else on a question page. What is put into a
slot comes escaped (docs/adr/0004).
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from flask import Response, current_app, request
from markupsafe import Markup

from webapp.shared import access, i18n, pages

_PATH = "/~path~"
_SLOTS = ("title", "number", "name", "notice", "csrf", "revision", "inside", "saved", "back")
_END, _START = "\x03", "\x02"
_kept: dict[tuple[str, bool, bool], list[str]] = {}


def question_page(
    *, officer: bool, title: str, number: int, name: str, inside: str, back: str, notice: str = "",
    revision: str = "", saved: str = "", status: int = 200, path: str = "",
) -> Response:  # fmt: skip
    """The page, or its main part when htmx asks. title and name are plain text, the rest is HTML."""
    values = {
        "title": escape(title), "number": str(number), "name": escape(name), "notice": notice,
        "csrf": access.csrf_token(), "revision": revision, "inside": inside, "saved": saved, "back": back,
        "path": path or request.path,  # of a route that was matched: nothing in it to escape
    }  # fmt: skip
    fragment = pages.wants_fragment()
    return pages.html_response(_fill(_parts(i18n.language(), officer, fragment), values), status)


def _fill(parts: list[str], values: Mapping[str, str]) -> str:
    """Parts with an odd place are names of slots."""
    filled = parts.copy()
    for at in range(1, len(filled), 2):
        filled[at] = values[filled[at]]
    return "".join(filled)


def _parts(language: str, officer: bool, fragment: bool) -> list[str]:
    key = (language, officer, fragment)
    if key not in _kept:
        _kept[key] = _split(_render(language, officer, fragment))
    return _kept[key]


def _render(language: str, officer: bool, fragment: bool) -> str:
    """In a request of its own, so that nothing of the present one (cookie, address, name) is kept."""
    headers = {"HX-Request": "true"} if fragment else {}
    slots = {name: Markup(f"{_START}{name}{_END}") for name in _SLOTS}  # noqa: S704  names of our own
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.test_request_context(_PATH, headers=headers), i18n.use_language(language):
        return str(
            pages.page("enumeration/question.html", slot=slots, officer=officer).get_data(as_text=True)
        )


def _split(html: str) -> list[str]:
    marked = html.replace(_PATH, f"{_START}path{_END}")
    parts: list[str] = []
    for piece in marked.split(_START):
        name, end, rest = piece.partition(_END)
        parts += [name, rest] if end else [piece]
    return parts
