"""A known and an unknown pair are answered alike, and at the same cost: nobody learns by the clock who is registered.

Counted are the calls that Python makes, which repeat on any machine however busy it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from webapp.shared import sealing

UNKNOWN = {"nik": "3316991203850009", "kk": "3316991203100009"}


def calls(work: Callable[[], object]) -> int:
    """How many functions were called, Python's and C's."""
    made = 0

    def count(_frame: Any, event: str, _about: Any) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


@pytest.fixture
def pairs(app: Flask, families: list[Any]) -> list[dict[str, str]]:
    """A known one and an unknown one; what is kept after a first time is kept."""
    warm = {"nik": families[1]["nik"], "kk": families[1]["kk"], "letter_number": ""}
    for path, data in (("/", {}), ("/pin?have=1", {"pin": "918273"})):
        cost(app, warm, path, data)
    return [
        {"nik": families[0]["nik"], "kk": families[0]["kk"], "letter_number": ""},
        {**UNKNOWN, "letter_number": ""},
    ]


def cost(app: Flask, pair: dict[str, str], path: str, data: dict[str, str]) -> tuple[int, int, str]:
    """(calls, status, where to) of one POST in a fresh browser that has knocked if `path` is behind the start."""
    made, status, location = [], 0, ""
    for _ in range(2):
        client = app.test_client()
        if path != "/":
            client.post("/", data=pair)
        answers: list[Any] = []
        made.append(calls(lambda: answers.append(client.post(path, data=data or pair))))  # noqa: B023
        status, location = answers[0].status_code, answers[0].headers.get("Location", "")
    return min(made), status, location


def test_knocking_costs_and_answers_the_same(app: Flask, pairs: list[dict[str, str]]) -> None:
    (mine, *answer), (other, *same) = [cost(app, pair, "/", {}) for pair in pairs]
    assert answer == same == [303, "/pin"]
    assert abs(mine - other) / other < 0.02, (mine, other)


def test_a_wrong_pin_costs_and_answers_the_same(
    app: Flask, pairs: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[bytes] = []
    slow = sealing.slow_key
    monkeypatch.setattr(sealing, "slow_key", lambda secret, salt: hashed.append(salt) or slow(secret, salt))
    (mine, *answer), (other, *same) = [cost(app, pair, "/pin?have=1", {"pin": "918273"}) for pair in pairs]
    assert answer == same == [422, ""]
    assert abs(mine - other) / other < 0.02, (mine, other)
    assert len(hashed) == 4, "and one hash for each"
