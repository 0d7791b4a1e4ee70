"""Opening times, and what a family can choose from."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from tests.visits.conftest import (
    FRIDAY,
    MONDAY_NOON,
    TUESDAY,
    VILLAGE,
    WEDNESDAY,
    MakeFamily,
    MakeOffer,
    days,
)
from webapp.places.models import Holiday
from webapp.shared import clock
from webapp.shared.db import db, transaction
from webapp.shared.errors import TooManyTries
from webapp.visits import queries, rules, service
from webapp.visits.models import Offer
from webapp.visits.service.choosing import LETTER_TRIES

TWO = [VILLAGE, "33.16.05.2002"]
EVERY = list(rules.WINDOWS)


def free_of(who: UUID) -> list[tuple[date, str]]:
    return [(one.day, one.window) for one in service.offers_for(who, limit=99)]


def test_villages_share_an_offer_of_each_day_and_window(ready: Flask, family: MakeFamily) -> None:
    assert service.open_offers("33.16.05", TWO, days(TUESDAY, 2), EVERY, 4) == 2 * 3 * 4
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 6
    for village in TWO:
        assert len(free_of(family(village))) == 6


def test_what_is_open_already_is_not_opened_again(ready: Flask, family: MakeFamily) -> None:
    service.open_offers("33.16.05", TWO[:1], [TUESDAY], EVERY, 4)
    wanted = service.opening(TWO, [TUESDAY], EVERY, 4)
    assert (wanted.open_already, wanted.places, {codes for _d, _w, codes in wanted.slots}) == (
        3,
        12,
        {(TWO[1],)},
    )
    service.open_offers("33.16.05", TWO, [TUESDAY], EVERY, 4)
    with pytest.raises(rules.NothingToOpen):
        service.open_offers("33.16.05", TWO, [TUESDAY], EVERY, 4)
    assert len(free_of(family())) == 3


def test_holidays_the_past_and_the_far_future_are_left_out(ready: Flask) -> None:
    with transaction():
        db.session.execute(insert(Holiday).values(day=WEDNESDAY, name="Libur", kind="fixed", source="test"))
    wanted = service.opening(TWO, [MONDAY_NOON.date(), *days(TUESDAY, 3), date(2031, 1, 1)], EVERY, 4)
    assert {day for day, _w, _c in wanted.slots} == {TUESDAY, TUESDAY + timedelta(days=2)}
    assert wanted.holidays == (WEDNESDAY,)


@pytest.mark.parametrize(("villages", "windows"), [([], EVERY), (TWO, []), (TWO, ["midnight"])])
def test_nothing_chosen_opens_nothing(ready: Flask, villages: list[str], windows: list[str]) -> None:
    with pytest.raises(rules.NothingToOpen):
        service.open_offers("33.16.05", villages, [TUESDAY], windows, 4)


def test_a_capacity_beyond_reason_is_brought_back_to_it(ready: Flask) -> None:
    assert service.opening(TWO, [TUESDAY], ["morning"], 10**9).capacity == rules.MOST_CAPACITY
    assert service.opening(TWO, [TUESDAY], ["morning"], -5).capacity == 1


def test_closing_keeps_what_is_booked(family: MakeFamily, offer: MakeOffer) -> None:
    slot, who = offer(capacity=4), family()
    service.book(who, slot, "web")
    assert service.close_offer(slot) == 3
    with pytest.raises(rules.OfferTaken):
        service.book(family(), slot, "web")
    assert service.booking_of(who) is not None


def test_choices_come_three_at_a_time_and_none_twice(ready: Flask, family: MakeFamily) -> None:
    service.open_offers("33.16.05", TWO, days(TUESDAY, 3), EVERY, 4)
    who = family()
    shown = [service.offers_for(who, after=n) for n in (0, 3, 6, 9)]
    assert [len(three) for three in shown] == [3, 3, 3, 0]
    assert [one.day for one in shown[0]] == days(TUESDAY, 3)
    assert len({one.window for one in shown[0]}) == 3
    assert len({one.id for three in shown for one in three}) == 9


def test_the_time_that_a_family_has_is_not_among_its_choices(family: MakeFamily, offer: MakeOffer) -> None:
    who, first = family(), offer(capacity=9)
    offer(FRIDAY, "midday")
    service.book(who, first, "web")
    assert free_of(who) == [(FRIDAY, "midday")]


def test_the_demo_opens_the_coming_days_once_and_tops_them_up(ready: Flask, family: MakeFamily) -> None:
    assert service.open_demo_offers() > 0
    assert service.open_demo_offers() == 0
    who = family()
    assert len(free_of(who)) >= 9
    with clock.frozen(MONDAY_NOON + timedelta(days=8)):
        assert service.open_demo_offers() > 0
        assert len(free_of(who)) >= 15


def test_a_stranger_who_guesses_is_stopped(ready: Flask, family: MakeFamily) -> None:
    nik, kk = "3316990101900001", "3316990202100001"
    who = family()
    assert service.recognise("", "", nik, kk, "10.0.0.1") == who
    with pytest.raises(rules.FamilyNotFound):
        service.recognise("1000000002", "1980", "", "", "10.0.0.1")
    for _ in range(LETTER_TRIES - 1):
        with pytest.raises(rules.FamilyNotFound):
            service.recognise("", "", "3316990101900009", kk, "10.0.0.2")
    with pytest.raises(TooManyTries):
        service.recognise("", "", nik, kk, "10.0.0.3")


def test_only_offers_with_a_place_left_are_shown(family: MakeFamily, offer: MakeOffer) -> None:
    slot = offer()
    service.book(family(), slot, "web")
    assert queries.bookable_offers(VILLAGE) == []
