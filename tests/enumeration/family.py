"""A family's browser in tests: fills in every page as a plausible family would, by the bench's own hands."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.family import answers, main_form
from bench.pageforms import Form, Page

PIN = "271828"


class Walker:
    """One browser without script: keeps the page that it is on and counts its requests."""

    def __init__(
        self, client: FlaskClient, family: dict[str, Any] | None = None, *, letter: bool = False
    ) -> None:
        self.client = client
        self.known = (
            {"nik": family["nik"], "kk": family["kk"], "letter_number": ""}
            if family
            else {"letter_number": ""}
        )
        if letter and family:
            self.known["letter_number"] = family["letter_number"]
        self.path, self.requests, self.html = "/", 0, ""
        self.status = 0
        self.seen: list[str] = []

    def open(self, path: str) -> TestResponse:
        """GET a page, following redirects."""
        response = self._count(self.client.get(path))
        self.path = path
        return self._arrive(response)

    def post(self, path: str, data: Any) -> TestResponse:
        """POST, and go where it leads."""
        return self._arrive(self._count(self.client.post(path, data=data)), path)

    def _count(self, response: TestResponse) -> TestResponse:
        self.requests += 1
        return response

    def _arrive(self, response: TestResponse, path: str = "") -> TestResponse:
        while response.status_code == 303:
            self.path = response.headers["Location"]
            response = self._count(self.client.get(self.path))
        self.html, self.status = response.get_data(as_text=True), response.status_code
        self.seen.append(self.html)
        return response

    def form(self) -> Form:
        """The form that goes on."""
        return main_form(Page(self.html).forms)

    def press(self, known: dict[str, str] | None = None) -> TestResponse:
        """Fill the page in and press its first button."""
        form = self.form()
        first = {"m1-relationship": "head", "m2-relationship": "spouse"}
        first |= {f"m{n}-name": f"Orang {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[n]}" for n in range(1, 25)}
        first = {} if self.known["letter_number"] else first
        sent = answers(form, {**self.known, **first, **(known or {})})
        return self.post(form.action or self.path, pairs(sent))

    def walk(self, until: str, known: dict[str, str] | None = None) -> str:
        """Go on until a page whose path begins with `until`; returns its path."""
        if not self.html:
            self.open("/")
        for _ in range(150):
            if self.path.startswith(until):
                return self.path
            response = self.press(known)
            assert response.status_code == 200, (self.path, response.status_code, words(self.html))
        raise AssertionError(f"still at {self.path}")


def pairs(sent: list[tuple[str, str]]) -> dict[str, list[str]]:
    """What a test client takes for a form."""
    found: dict[str, list[str]] = {}
    for name, value in sent:
        found.setdefault(name, []).append(value)
    return found


def words(html: str) -> str:
    """The part of a page that says what is wrong."""
    at = max(html.find('id="errors"'), html.find("<h1"), 0)
    return html[at : at + 600]
