"""Bytes and requests of the first view, of the next page and of whole journeys without script."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from bench.census import Census
from bench.journey import Phone, Step, walk
from bench.table import Result, Taken
from bench.wire import Client, Meter

_QUESTIONS, _SUMMARY = "/form/", "/form/summary"


def measure(census: Census) -> Iterator[Result]:
    with census.server() as server:
        first = Phone(Client(server.port))
        first.open("/")
        used = first.client.meter
        yield Taken(
            "first_view_bytes", used.received, note=f"{used.requests} requests, {used.sent} bytes sent"
        )
        two, steps = _whole(server.port, census.adults(server.env, 2)[0])
        three, _ = _whole(server.port, census.adults(server.env, 3)[0])
    pages = [step.page_bytes for step in steps if step.to.startswith(_QUESTIONS) and step.to != _SUMMARY]
    yield Taken("next_page_bytes", median(pages), note=f"median of {len(pages)}; the largest {max(pages)}")
    yield Taken("two_adults_requests_plain", two.requests)
    yield Taken("two_adults_bytes_plain", two.received, note=f"and {two.sent} sent")
    yield Taken("further_adult_requests_plain", three.requests - two.requests)
    yield Taken("further_adult_bytes_plain", three.received - two.received)


def _whole(port: int, family: dict[str, Any]) -> tuple[Meter, list[Step]]:
    """A new phone, from the start page to the receipt."""
    phone = Phone(Client(port))
    steps = list(walk(phone, family))
    phone.client.close()
    return phone.client.meter, steps
