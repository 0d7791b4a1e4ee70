"""Bytes and requests of the same journeys with htmx, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser

from bench.census import Census
from bench.chromium import ScriptPhone, chromium
from bench.table import Result, Taken
from bench.wire import Meter


def measure(census: Census) -> Iterator[Result]:
    with census.server() as server, chromium() as browser:
        base = f"http://127.0.0.1:{server.port}"
        two, two_pages = _whole(browser, base, census.adults(server.env, 2)[0])
        three, _ = _whole(browser, base, census.adults(server.env, 3)[0])
    yield Taken("first_two_pages_bytes", two_pages.received, note=f"{two_pages.requests} requests")
    yield Taken("two_adults_requests_script", two.requests)
    yield Taken("two_adults_bytes_script", two.received)
    yield Taken("further_adult_requests_script", three.requests - two.requests)
    yield Taken("further_adult_bytes_script", three.received - two.received)


def _whole(browser: Browser, base: str, family: dict[str, Any]) -> tuple[Meter, Meter]:
    """What a whole journey used, and what its first two pages did."""
    phone = ScriptPhone(browser, base)
    early: Meter | None = None
    for _ in phone.walk(family):
        if early is None:
            phone.tab.wait_for_load_state("networkidle")
            early = phone.meter.copy()
    phone.close()
    assert early is not None
    return phone.meter, early
