"""Does a staff page cost more when the register is larger?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from flask import Flask

from bench.census import Census
from bench.counter import compare
from bench.table import Result, Taken
from bench.wsgi import Inside, repeating
from webapp.shared.access import mark_of

_SMALL, _LARGE, _FULL = 2_000, 20_000, 300_000
_ROLES = ("coordinator", "enumerator", "administrator")


def measure(census: Census) -> Iterator[Result]:
    large = _FULL if os.environ.get("SCALE") == "full" else _LARGE
    few, many = (_Office(census, census.of_size(families)) for families in (_SMALL, large))
    worst: tuple[float, float, float, str, str] | None = None
    for role in _ROLES:
        for path in few.pages(role):
            cost = compare(many.opens(role, path), few.opens(role, path), calls=4, rounds=7, warm=3)
            found = (cost.ours / cost.base, cost.ours, cost.base, cost.unit, f"{role} {path}")
            worst = max(worst or found, found)
    assert worst is not None
    note = f"the worst of all: {worst[4]}, at {large:,} families against {_SMALL:,}"
    yield Taken("staff_page_growth_ratio", worst[1], worst[2], worst[3], note=note)


class _Office:
    """An application with its staff signed in."""

    def __init__(self, census: Census, url: str) -> None:
        env = census.env(url)
        self.app = census.application(env)
        self._at = {
            role: _signed_in(self.app, who) for role, who in census.staff(env).items() if role in _ROLES
        }

    def pages(self, role: str) -> list[str]:
        """Every page without a place in its address that this role may open, and the desk of its area."""
        browser, area = self._at[role]
        paths = [
            rule.rule
            for rule in self.app.url_map.iter_rules()
            if not rule.arguments and "GET" in (rule.methods or ()) and self._is_for(role, rule.endpoint)
        ]
        asked = [*sorted(paths), f"/coverage/{area}"]
        return [path for path in asked if browser.get(path).status == 200]

    def _is_for(self, role: str, endpoint: str) -> bool:
        mark = mark_of(self.app.view_functions[endpoint])
        return mark is not None and mark.kind == "staff" and role in mark.roles

    def opens(self, role: str, path: str) -> Any:
        return repeating(self.app, self._at[role][0].prepare("GET", path, b""), 200)


def _signed_in(app: Flask, who: dict[str, Any]) -> tuple[Inside, str]:
    browser = Inside(app)
    answer = browser.post("/staff/sign-in", [("username", who["username"]), ("password", who["password"])])
    assert answer.status == 303, f"sign-in of {who['username']}: {answer.status}"
    return browser, str(who["area_code"])
