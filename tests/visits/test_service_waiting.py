"""Families that wait are told of times that were opened or given back: the earliest wish first, what fits first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, true

from sms import service as sms
from tests.visits.conftest import FRIDAY, MONDAY_NOON, TUESDAY, VILLAGE, WEDNESDAY, MakeFamily, MakeOffer
from webapp.households import service as households
from webapp.shared import clock, events, outbox
from webapp.shared.db import db, transaction
from webapp.visits import queries, rules, service

Told = list[tuple[str, dict[str, Any]]]


def offered(told: Told) -> list[tuple[Any, Any]]:
    return [(facts["household_id"], facts["offer_id"]) for name, facts in told if name == "visit_offered"]


@pytest.mark.parametrize(
    ("days", "part", "good"), [("", "any", True), ("1", "any", True), ("1", "morning", True), ("2", "any", False),
                               ("", "midday", False), ("024", "morning", False)],
)  # fmt: skip
def test_a_time_suits_a_wish(days: str, part: str, good: bool) -> None:
    assert rules.suits(days, part, TUESDAY, "morning") is good


def test_the_earliest_wish_is_told_first_and_no_more_than_there_are_places(
    family: MakeFamily, offer: MakeOffer, told: Told
) -> None:
    first, second = family(), family()
    service.set_wish(first, "", "any", "web")
    with clock.frozen(MONDAY_NOON + timedelta(minutes=1)):
        service.set_wish(second, "", "any", "sms")
        assert service.offer_to_waiting() == 0
        made = offer(capacity=1)
        assert service.offer_to_waiting() == 1
    assert offered(told) == [(first, made)]


def test_what_fits_the_wish_is_offered_before_what_comes_sooner(
    family: MakeFamily, offer: MakeOffer, told: Told
) -> None:
    waiting = family()
    service.set_wish(waiting, "4", "afternoon", "web")
    offer(TUESDAY, "morning")
    fitting = offer(FRIDAY, "afternoon")
    service.offer_to_waiting()
    assert offered(told) == [(waiting, fitting)]


def test_a_freed_place_goes_to_a_family_that_waits(family: MakeFamily, offer: MakeOffer, told: Told) -> None:
    booked, waiting = family(), family()
    made = offer(capacity=1)
    service.book(booked, made, "web")
    service.set_wish(waiting, "", "any", "sms")
    assert service.offer_to_waiting() == 0
    service.cancel(booked, "sms")
    assert service.offer_to_waiting() == 1
    assert offered(told) == [(waiting, made)]
    service.book(waiting, made, "sms")
    assert queries.wish_of(waiting) is None


def test_a_family_is_told_once_a_day_and_three_times_in_all(
    family: MakeFamily, offer: MakeOffer, told: Told
) -> None:
    waiting = family()
    service.set_wish(waiting, "", "any", "web")
    offer(FRIDAY, "morning", capacity=9)
    for hours in (0, 1, 23, 25, 51, 76, 90):
        with clock.frozen(MONDAY_NOON + timedelta(hours=hours)):
            service.offer_to_waiting()
    assert len(offered(told)) == 3
    service.set_wish(waiting, "4", "any", "web")
    service.offer_to_waiting()
    assert len(offered(told)) == 4, "a new wish begins anew"


@pytest.mark.parametrize("what", ["booked", "counted", "elsewhere", "closed"])
def test_nobody_is_told_who_cannot_or_need_not_book(
    family: MakeFamily, offer: MakeOffer, told: Told, what: str
) -> None:
    waiting = family("33.16.05.2002" if what == "elsewhere" else VILLAGE)
    made = offer(capacity=5)
    if what == "booked":
        service.book(waiting, made, "web")
    service.set_wish(waiting, "", "any", "web")
    if what == "counted":
        households.record_event(waiting, "begun", "web")
        households.record_event(waiting, "submitted", "web")
    at = MONDAY_NOON + timedelta(days=365 if what == "closed" else 0)
    with clock.frozen(at):
        assert service.offer_to_waiting() == 0
    assert offered(told) == []


def test_the_family_reads_of_it_by_text(ready: Flask, family: MakeFamily, offer: MakeOffer) -> None:
    events.subscribe("visit_offered", sms.on_offered)
    waiting = family()
    with transaction():
        sms.on_phone_given(waiting, "+6281200000009", consent=True)
    service.set_wish(waiting, "2", "any", "sms")
    offer(WEDNESDAY, "midday")
    service.offer_to_waiting()
    row = db.session.scalars(select(outbox.OutboxMessage)).one()
    assert row.message == "notice_offered"
    assert outbox.params_of(row)["s1"] == "2030-06-05 midday"


def test_the_planner_reads_standing_wishes_in_their_order(family: MakeFamily, offer: MakeOffer) -> None:
    first, booked = family(), family()
    service.set_wish(first, "31", "midday", "sms")
    service.set_wish(booked, "", "any", "web")
    made = offer()
    service.book(booked, made, "web")
    (wish,) = queries.wishes(true())
    assert (wish.household_id, wish.days, wish.part) == (first, "13", "midday")
    assert wish.suits(WEDNESDAY - timedelta(days=1), "midday")
