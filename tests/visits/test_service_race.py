"""Fifty phones, one place: exactly one wins, on either database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from flask import Flask

from tests.visits.conftest import TUESDAY, WEDNESDAY, MakeFamily, MakeOffer, taken
from webapp.shared.db import db
from webapp.shared.errors import Refusal
from webapp.visits import queries, rules, service

PHONES = 50


def at_once(app: Flask, actions: list[Callable[[], object]]) -> Counter[str]:
    """How the actions end when all begin in the same moment: 'won' or the refusal's name."""
    start = Barrier(len(actions))

    def run(action: Callable[[], object]) -> str:
        with app.app_context():
            start.wait(30)
            try:
                action()
            except Refusal as refusal:
                return type(refusal).__name__
            finally:
                db.session.remove()
            return "won"

    with ThreadPoolExecutor(len(actions)) as pool:
        return Counter(pool.map(run, actions))


def booking(who: UUID, slot: UUID) -> Callable[[], object]:
    return lambda: service.book(who, slot, "sms")


def test_of_fifty_families_one_gets_the_last_place(
    ready: Flask, family: MakeFamily, offer: MakeOffer
) -> None:
    families, slot = [family() for _ in range(PHONES)], offer()
    ended = at_once(ready, [booking(who, slot) for who in families])
    assert ended == Counter(won=1, OfferTaken=PHONES - 1)
    assert taken(slot) == 1
    assert sum(queries.booking_of(who) is not None for who in families) == 1


def test_a_family_pressing_fifty_times_gets_one_visit(
    ready: Flask, family: MakeFamily, offer: MakeOffer
) -> None:
    who, slots = family(), [offer(TUESDAY, capacity=PHONES), offer(WEDNESDAY, capacity=PHONES)]
    ended = at_once(ready, [booking(who, slots[n % 2]) for n in range(PHONES)])
    assert ended == Counter(won=1, AlreadyBooked=PHONES - 1)
    assert sum(taken(slot) for slot in slots) == 1


def test_families_who_swap_times_do_not_wait_for_each_other(
    ready: Flask, family: MakeFamily, offer: MakeOffer
) -> None:
    slots = [offer(TUESDAY, capacity=20), offer(WEDNESDAY, capacity=20)]
    families = [family() for _ in range(20)]
    for n, who in enumerate(families):
        service.book(who, slots[n % 2], "web")

    def moving(who: UUID, slot: UUID) -> Callable[[], object]:
        return lambda: service.move(who, slot, "web")

    ended = at_once(ready, [moving(who, slots[1 - n % 2]) for n, who in enumerate(families)])
    assert ended == Counter(won=20)
    assert [taken(slot) for slot in slots] == [10, 10]
    assert rules.MOST_MOVES == 3
