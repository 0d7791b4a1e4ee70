"""The gate as it counts: by NIK, device, address block, sub-district and overall, and nobody is locked out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from webapp.enumeration import service
from webapp.enumeration.rules import gate as rules
from webapp.enumeration.service import gate
from webapp.places import service as places
from webapp.shared import clock
from webapp.shared.db import db
from webapp.staff.models import Task

NOON = datetime(2030, 6, 1, 5, 0, 0, tzinfo=UTC)
NIK, KK = "3316991203850009", "3316991203100009"


def who(n: int = 1, device: str = "") -> service.Visitor:
    return service.Visitor(f"203.0.{n}.7", device or f"device{n}")


def wait_of(nik: str, visitor: service.Visitor, since: datetime | None = None, kk: str = KK) -> int:
    """How long a try has to wait, 0 when it was made."""
    try:
        gate.ask(nik, kk, visitor, since)
    except rules.MustWait as told:
        return int(str(told.params["seconds"]))
    return 0


def test_a_number_tried_too_often_waits_longer_each_time_and_is_never_refused(app: Flask) -> None:
    with clock.frozen(NOON):
        assert [wait_of(NIK, who(n)) for n in range(6)] == [0, 0, 0, 0, 0, 20]
        assert wait_of("3316991203850008", who(9)) == 0
    with clock.frozen(NOON + timedelta(seconds=21)):
        assert wait_of(NIK, who(6), NOON) == 0, "the ticket has come up"
        assert wait_of(NIK, who(7), NOON) == 19, "and the next one waits for 40 seconds in all"
    with clock.frozen(NOON + timedelta(days=1)):
        assert wait_of(NIK, who(1)) == 0


def test_many_tickets_are_no_better_than_one(app: Flask) -> None:
    for n in range(5):
        with clock.frozen(NOON):
            gate.ask(NIK, KK, who(n))
    with clock.frozen(NOON + timedelta(minutes=1)):
        made = [wait_of(NIK, who(n), NOON) for n in range(20, 30)]
    assert made.count(0) == 2, "one after 20 seconds, one after 40; the third waits for 80"


def test_neighbours_share_an_address_block_and_honest_ones_make_it_trusted(app: Flask) -> None:
    with clock.frozen(NOON):
        for n in range(30):
            gate.ask(f"33169912038500{n:02}", KK, who(1, f"phone{n}"))
        assert wait_of("3316991203850077", who(1, "next")) == 20
        for n in range(3):
            gate.settle(f"33169912038500{n:02}", KK, who(1, f"phone{n}"), honest=True)
        assert wait_of("3316991203850077", who(1, "next")) == 0


def test_one_family_cannot_make_its_block_trusted_by_coming_in_again_and_again(app: Flask) -> None:
    with clock.frozen(NOON):
        for n in range(8):
            gate.ask(f"33169912038500{n:02}", KK, who(1, f"phone{n}"))
        before = _address()
        for _ in range(6):
            gate.ask(NIK, KK, who(1))
            gate.settle(NIK, KK, who(1), honest=True)
        assert _address() == before - rules.CREDIT


def _address() -> int:
    counts = gate._change({rules.ADDRESS: (rules.block_of("203.0.1.7"), 0)})
    return counts[rules.ADDRESS]


def test_who_has_to_wait_is_not_counted_as_having_tried(app: Flask) -> None:
    with clock.frozen(NOON):
        for n in range(5):
            gate.ask(NIK, KK, who(n))
        assert [wait_of(NIK, who(9)) for _ in range(5)] == [20] * 5


def test_in_a_besieged_sub_district_strangers_wait_after_one_failure_and_others_elsewhere_do_not(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "BESIEGED_AREA", 4)
    with clock.frozen(NOON):
        for n in range(4):
            gate.ask(f"33169912038500{n:02}", KK, who(n))
        assert wait_of("3316991203850050", who(0, "other")) == 20
        assert wait_of("3316991203850051", who(50)) == 0, "a fresh address passes"
        assert wait_of("3316981203850050", who(0, "other"), kk="3316981203100009") == 0, (
            "another sub-district"
        )


def test_a_pin_tried_too_often_waits_and_the_right_one_is_taken_back(app: Flask) -> None:
    with clock.frozen(NOON):
        for _ in range(9):
            gate.ask_pin("family")
            gate.forgive_pin("family")
        for _ in range(5):
            gate.ask_pin("family")
        with pytest.raises(rules.MustWait):
            gate.ask_pin("family")
        gate.ask_pin("another")


def test_one_telephone_and_one_rt_cannot_flood_the_door_of_the_unmatched(app: Flask) -> None:
    def record(n: int, device: str, since: datetime | None = None, rt: str = "33.16.05.2001 3") -> bool:
        try:
            gate.ask_new_family(rt, who(n, device), since)
        except rules.MustWait:
            return False
        return True

    with clock.frozen(NOON):
        assert [record(n, "one telephone", rt=f"rt {n}") for n in range(4)] == [True, True, True, False]
        assert [record(n, f"telephone {n}") for n in range(11)] == [True] * 10 + [False]
    with clock.frozen(NOON + timedelta(seconds=21)):
        assert record(40, "telephone 40", NOON), "slower, never closed"


def test_the_administrator_hears_of_it_within_five_minutes(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ALARM_TRIES", 10)
    places.load_reference()
    with clock.frozen(NOON):
        for n in range(9):
            gate.ask(f"33169912038500{n:02}", KK, who(n))
            gate.watch()
        gate.settle("3316991203850000", KK, who(0), honest=True)
        gate.ask(NIK, KK, who(10))
        gate.watch()
        assert _alarms() == 0
        gate.ask(NIK, KK, who(11))
        gate.watch()
        gate.watch()
        assert _alarms() == 1
        assert service.tries_lately() == 10
    with clock.frozen(NOON + timedelta(minutes=11)):
        assert service.tries_lately() == 0


def _alarms() -> int:
    return len(
        db.session.scalars(select(Task).where(Task.kind == "guessing", Task.area_code == "33.16")).all()
    )
