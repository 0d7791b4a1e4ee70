"""Reading a page as a person's browser does: its title, its forms, what they load and link to."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID_TYPES = {"submit", "button", "reset", "image", "file"}


@dataclass
class Field:
    """One control. choices: value and whether it is chosen (radio, checkbox, select)."""

    name: str
    kind: str
    value: str = ""
    required: bool = False
    choices: list[tuple[str, bool]] = field(default_factory=list)
    hint: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass
class Form:
    """One <form>: where it goes and its controls in the page's order."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict, repr=False)

    def find(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


class Page(HTMLParser):
    """A parsed page; only forms inside <main> count (or of a fragment, which has no <main>)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.links: list[str] = []
        self.title = ""
        self._in_main = "<main" not in html
        self._form: Form | None = None
        self._select: Field | None = None
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "main":
            self._in_main = True
        elif tag == "link" and found.get("rel") == "stylesheet":
            self.styles.append(found["href"])
        elif tag == "script" and "src" in found:
            self.scripts.append(found["src"])
        elif self._in_main:
            self._control(tag, found)
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._in_main = False
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "textarea" and self._form and self._form.fields:
            self._form.fields[-1].value += data

    def _control(self, tag: str, found: dict[str, str]) -> None:
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get").lower(), attributes=found)
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "button" or (tag == "input" and found.get("type") in _VOID_TYPES):
            self._form.buttons.append((found.get("name", ""), found.get("value", "")))
        elif tag == "input":
            self._input(self._form, found)
        elif tag in ("textarea", "select") and "name" in found:
            self._form.fields.append(Field(found["name"], tag, required="required" in found, hint=found))
            self._select = self._form.fields[-1] if tag == "select" else None
        elif tag == "option" and self._select is not None:
            self._select.choices.append((found.get("value", ""), "selected" in found))

    def _input(self, form: Form, found: dict[str, str]) -> None:
        kind, name = found.get("type", "text"), found.get("name", "")
        if not name:
            return
        if kind not in ("radio", "checkbox"):
            form.fields.append(Field(name, kind, found.get("value", ""), "required" in found, hint=found))
            return
        held = form.find(name)
        if held is None:
            held = Field(name, kind, required="required" in found, hint=found)
            form.fields.append(held)
        held.choices.append((found.get("value", "on"), "checked" in found))
