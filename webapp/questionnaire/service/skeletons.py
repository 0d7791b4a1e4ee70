"""The kept text of a question, with slots for what differs from family to family."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from webapp.questionnaire.rules.kinds import Option, Value
from webapp.questionnaire.rules.page import Page
from webapp.questionnaire.rules.question import NAME, Question, Voice
from webapp.shared.i18n import catalogue

TEMPLATES = Path(__file__).parents[3] / "templates"
# Control characters cannot stand in a definition (`questionnaire check`), so a token is never mistaken.
TOKEN = re.compile("\x02([^\x03]*)\x03")
Typed = Value | Sequence[str]  # a stored value, or what was typed in the fields of the question


class Slots(Protocol):
    """What the template asks for; a skeleton answers with tokens, a plain rendering with values."""

    def prefix(self) -> str: ...
    def name(self) -> str: ...
    def bad(self) -> str: ...
    def error(self) -> str: ...
    def described(self) -> str: ...
    def invalid(self) -> str: ...
    def checked(self, option: str) -> str: ...
    def selected(self, option: str) -> str: ...
    def text(self, suffix: str) -> str: ...


class Tokens:
    """Slots of a skeleton to be."""

    def __init__(self, prefixed: bool) -> None:
        self._prefix = _token("prefix") if prefixed else Markup("")

    def prefix(self) -> Markup:
        return self._prefix

    def name(self) -> Markup:
        return _token("name")

    def bad(self) -> Markup:
        return _token("bad")

    def error(self) -> Markup:
        return _token("error")

    def described(self) -> Markup:
        return _token("described")

    def invalid(self) -> Markup:
        return _token("invalid")

    def checked(self, option: str) -> Markup:
        return _token(f"checked:{option}")

    def selected(self, option: str) -> Markup:
        return _token(f"selected:{option}")

    def text(self, suffix: str) -> Markup:
        return _token(f"text:{suffix}")


def _token(what: str) -> Markup:
    return Markup(f"\x02{what}\x03")  # noqa: S704  `what` is a key of a checked definition


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The parts of a question's HTML; those at a slot hold what stands there when nothing is filled in."""

    key: str
    suffixes: tuple[str, ...]
    hinted: bool
    parts: tuple[str, ...]
    slots: Mapping[str, tuple[int, ...]]
    marks: Mapping[str, tuple[int, str]]  # option key -> slot and the word that chooses it

    def fill(self, value: Typed | None, error: str, name: str, prefix: str) -> str:
        """Return the HTML. `name` and `prefix` come escaped; value and error (plain text) are escaped here."""
        parts = list(self.parts)
        for at in self.slots.get("name", ()):
            parts[at] = name
        if prefix:
            for at in self.slots.get("prefix", ()):
                parts[at] = prefix
        if value is not None:
            self._put(parts, value)
        if error or (prefix and self.hinted):
            for what, text in about(self.key, self.hinted, error, prefix).items():
                for at in self.slots.get(what, ()):
                    parts[at] = text
        return "".join(parts)

    def _put(self, parts: list[str], value: Typed) -> None:
        fields = typed_fields(value, self.suffixes)
        if self.marks:
            at, word = self.marks.get(fields[0], (-1, ""))
            if word:
                parts[at] = word
            return
        for suffix, text in zip(self.suffixes, fields, strict=False):
            for at in self.slots.get(f"text:{suffix}", ()):
                parts[at] = str(escape(text))


def typed_fields(value: Typed, suffixes: Sequence[str]) -> Sequence[str]:
    """Return the texts of a question's fields for a stored value, or what was typed as it is."""
    if not isinstance(value, str | int):
        return value or [""]
    if len(suffixes) == 3:
        return [str(int(part)) for part in reversed(str(value).split("-"))]
    return [str(value)]


def about(key: str, hinted: bool, error: str, prefix: str = "") -> dict[str, str]:
    """Return what stands in the slots that tell a hint and an error to people and to screen readers."""
    name = prefix + key
    ids = ([f"{name}-hint"] if hinted else []) + ([f"{name}-error"] if error else [])
    return {
        "described": f' aria-describedby="{" ".join(ids)}"' if ids else "",
        "invalid": ' aria-invalid="true"' if error else "",
        "bad": " bad" if error else "",
        "error": f'<p class="error" id="{name}-error">{escape(error)}</p>' if error else "",
    }


def skeleton(page: Page, question: Question, language: str, voice: Voice, prefixed: bool) -> Skeleton:
    """Render a question with tokens and split it there. Slow: callers keep the result."""
    html = draw(page, question, language, voice, Tokens(prefixed))
    empty = about(question.key, bool(question.hint), "")
    parts: list[str] = []
    slots: defaultdict[str, list[int]] = defaultdict(list)
    marks: dict[str, tuple[int, str]] = {}
    for at, text in enumerate(TOKEN.split(html)):
        if at % 2 == 0:
            parts.append(text)
            continue
        what, _, option = text.partition(":")
        if what in ("checked", "selected"):
            marks[option] = (at, f" {what}")
        slots[text].append(at)
        parts.append(empty.get(what, ""))
    kept = {what: tuple(places) for what, places in slots.items()}
    return Skeleton(question.key, question.kind.suffixes, bool(question.hint), tuple(parts), kept, marks)


def draw(page: Page, question: Question, language: str, voice: Voice, slot: Slots) -> str:
    """Render the template of a question in a language, asking `slot` for what differs."""
    gettext = catalogue(language).gettext
    ask = escape(gettext(question.wording[voice])).replace(NAME, Markup(slot.name()))  # noqa: S704
    return (
        environment()
        .get_template("questionnaire/question.html")
        .render(
            q=question,
            voice=voice,
            ask=ask,
            slot=slot,
            _=gettext,
            opens=page.opened_by(question),
            waits=page.waits(question),
        )
    )


class Group(NamedTuple):
    name: str
    options: list[Option]


def groups(options: Sequence[Option], voice: Voice) -> list[Group]:
    """Return the options that are shown to this voice, under their headings."""
    shown = [option for option in options if option.offered and (option.to_self or voice != "self")]
    return [Group(name, list(found)) for name, found in groupby(shown, lambda option: option.group)]


@cache
def environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    found.filters["groups"] = groups
    return found
