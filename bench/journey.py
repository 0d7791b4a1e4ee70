"""A family's way from the start page to its receipt, without script, with every byte counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from bench.family import answers, main_form
from bench.pageforms import Page
from bench.wire import Answer, Meter, path_of

MOST_STEPS = 120


class Browser(Protocol):
    """What a phone asks with: over a socket (wire.Client) or inside this process (wsgi.Inside)."""

    meter: Meter

    def get(self, path: str) -> Answer: ...
    def post(self, path: str, fields: list[tuple[str, str]]) -> Answer: ...
    def close(self) -> None: ...


class Stuck(Exception):
    """The journey does not go on: where, and what the page said."""


@dataclass
class Step:
    """One press of a button: from which page, what was sent, and what everything cost until the next page."""

    path: str
    action: str
    sent: list[tuple[str, str]]
    to: str
    meter: Meter
    page_bytes: int  # of the page that it led to, alone


@dataclass
class Phone:
    """A browser without script: follows redirects, loads each style sheet once."""

    client: Browser
    path: str = ""
    page_bytes: int = 0
    page: Page | None = field(default=None, repr=False)
    cached: set[str] = field(default_factory=set)

    def open(self, path: str) -> None:
        self._arrive(path, self.client.get(path))

    def press(self, known: dict[str, str] | None = None) -> Step:
        """Fill the page's form in and send it. Raises Stuck when the same form comes back with errors."""
        if self.page is None:
            raise Stuck("no page is open")
        before, came_from = self.client.meter.copy(), self.path
        form = main_form(self.page.forms)
        action, sent = form.action or self.path, answers(form, known)
        answer = self.client.post(action, sent)
        if answer.status != 303:
            raise Stuck(f"{action} after {came_from}: {answer.status} {_words(answer)}")
        self.open(path_of(answer.headers["location"]))
        used = self.client.meter.since(before)
        return Step(came_from, action, sent, self.path, used, self.page_bytes)

    def _arrive(self, path: str, answer: Answer) -> None:
        if answer.status in (302, 303):
            self.open(path_of(answer.headers["location"]))
            return
        if answer.status != 200:
            raise Stuck(f"{path}: {answer.status} {_words(answer)}")
        self.path, self.page, self.page_bytes = path, Page(answer.text), answer.received
        for style in self.page.styles:
            if style not in self.cached:
                self.cached.add(style)
                self.client.get(style)


def _words(answer: Answer) -> str:
    """The part of a page that says what is wrong."""
    text = answer.text
    at = max(text.find('id="errors"'), text.find("<h1"), 0)
    return text[at : at + 400]


def walk(phone: Phone, family: dict[str, Any], *, stop_before: str = "/receipt/") -> Iterator[Step]:
    """From the start page on, a step each time, until a page whose path begins with `stop_before` is there."""
    known = {name: str(family[name]) for name in ("nik", "kk", "letter_number")}
    phone.open("/")
    for _ in range(MOST_STEPS):
        yield phone.press(known)
        if phone.path.startswith(stop_before):
            return
    raise Stuck(f"still at {phone.path} after {MOST_STEPS} steps")
