"""A browser without script in somebody's hand: follows redirects, keeps its page, sends again when a line breaks."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

from bench.family import answers, main_form
from bench.pageforms import Form, Page
from bench.wire import Answer, Client, Dropped, path_of

if TYPE_CHECKING:
    from bench.rehearsal.notes import Notes

PATIENCE_S, LOST_REPLIES, MOST_REDIRECTS = 30.0, 0.15, 8


class Phone:
    """knows: what may be shown here. lost: share of POSTs whose reply never arrives."""

    def __init__(self, port: int, notes: Notes, who: str, number: int, *, lines: str = "good") -> None:
        self.client = Client(
            port, source=f"127.{10 + number // 40000}.{number // 200 % 200}.{1 + number % 200}"
        )
        self.notes, self.who, self.number = notes, who, number
        self.chance = Random(f"lines:{who}:{number}")
        self.lost = LOST_REPLIES if lines == "2g" else 0.0
        self.knows: set[str] = set()
        self.path, self.text, self.status, self.page = "", "", 0, Page("")

    def open(self, path: str) -> int:
        """Go to an address; the status of what came in the end."""
        return self._arrive("GET", path, [])

    def send(self, form: Form, sent: list[tuple[str, str]]) -> int:
        """Send a form of the page with these fields."""
        self.knows |= {value for _, value in sent if value}
        return self._arrive("POST", form.action or self.path, sent)

    def press(self, known: dict[str, str] | None = None, *, form: Form | None = None) -> int:
        """Fill a form in as a plausible family does, and press its first button."""
        if form is None and not self.page.forms:
            raise LookupError(f"{self.status} at {self.path}: a page without a form")
        chosen = form or main_form(self.page.forms)
        return self.send(chosen, answers(chosen, known))

    def button(self, action: str, **fields: str) -> bool:
        """Press the button of the form that goes to this address; False where the page has none."""
        form = self.form_to(action)
        if form is None:
            return False
        hidden = [(one.name, one.value) for one in form.fields if one.kind == "hidden"]
        kept = [(name, value) for name, value in hidden if name not in fields]
        self.send(form, [*kept, *(fields.items() or [one for one in form.buttons[:1] if one[0]])])
        return True

    def form_to(self, action: str) -> Form | None:
        """The form of this page that goes to an address with this beginning."""
        return next((one for one in self.page.forms if (one.action or self.path).startswith(action)), None)

    def close(self) -> None:
        self.client.close()

    def _arrive(self, method: str, path: str, sent: list[tuple[str, str]]) -> int:
        for _ in range(MOST_REDIRECTS):
            answer = self._stubborn(method, path, sent)
            if answer.status not in (302, 303):
                break
            method, path, sent = "GET", path_of(answer.headers["location"]), []
        self.status = answer.status
        self.path, self.text = path, answer.text
        self.page = Page(self.text)
        self.notes.look(self.who, path.partition("?")[0], self.status, self.text, self.knows)
        return self.status

    def _stubborn(self, method: str, path: str, sent: list[tuple[str, str]]) -> Answer:
        """Once more when nothing came back, as people press again."""
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self._once(method, path, sent)
            except OSError:
                self.notes.broken_lines += 1
                self.client.close()
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def _once(self, method: str, path: str, sent: list[tuple[str, str]]) -> Answer:
        kept = dict(self.client.cookies)
        before = self.client.meter.received
        try:
            answer = self.client.get(path) if method == "GET" else self.client.post(path, sent)
        finally:
            self.notes.requests[self.number] += 1
            self.notes.received[self.number] += self.client.meter.received - before
        if method == "POST" and self.chance.random() < self.lost:
            self.client.cookies = kept
            raise Dropped("the reply was lost")
        return answer
