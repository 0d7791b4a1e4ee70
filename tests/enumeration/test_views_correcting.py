"""Mending what was sent: a new version, a new receipt, and nothing of the old one lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.enumeration.family import PIN, Walker
from tests.enumeration.hands import alone, filled, office_reads
from webapp.enumeration import service
from webapp.enumeration.models import Claim, Facts, Version
from webapp.enumeration.service import claims
from webapp.households import service as households
from webapp.households.models import Count, Household, HouseholdEvent
from webapp.shared import clock, events
from webapp.shared.db import db, transaction

IDENTITY = "/form/person/1/identity?to=summary"
Browser = Callable[..., Walker]


@pytest.fixture
def sent(lettered: Walker) -> Walker:
    """A family of one that has sent; its path is that of its receipt."""
    lettered.walk("/receipt/", alone())
    return lettered


def begin(walker: Walker) -> None:
    """From the receipt to the answers; the PIN is asked for after sending."""
    walker.post("/form/correct", {})
    assert walker.path == "/pin"
    walker.post("/pin", {"pin": PIN})
    assert walker.path == "/form/summary"


def versions() -> list[Version]:
    return list(db.session.scalars(select(Version).order_by(Version.number)))


def household_of(family: dict[str, Any]) -> UUID:
    found = households.find_by_pair(family["nik"], family["kk"])
    assert found
    return found


def test_the_last_one_counts_and_the_first_is_kept(app: Flask, sent: Walker) -> None:
    first = sent.path
    before = office_reads(app)
    begin(sent)
    assert "Batalkan perbaikan" in sent.html
    sent.open(IDENTITY)
    assert 'value="Blora"' in sent.html
    sent.post(IDENTITY, filled(sent, birth_place="Pati"))
    assert sent.path == "/form/summary"
    sent.press()
    assert sent.path.startswith("/receipt/")
    assert sent.path != first
    old, new = versions()
    assert (old.state, new.state, new.corrects, new.conflicting) == ("sent", "sent", old.id, False)
    assert office_reads(app, old.id) == before
    changed = office_reads(app, new.id)
    assert changed["members"][0]["answers"]["birth_place"] == "Pati"
    changed["members"][0]["answers"]["birth_place"] = "Blora"
    assert changed == before


def test_the_old_receipt_says_that_it_was_replaced_and_nothing_else(
    sent: Walker, new_browser: Browser
) -> None:
    first = sent.path
    begin(sent)
    sent.press()
    second = sent.path
    for browser in (sent, new_browser()):
        browser.open(first)
        assert "Sudah diganti dengan kiriman yang lebih baru" in browser.html
        assert "orang tercatat" not in browser.html
        assert second.rpartition("/")[2] not in browser.html.replace(" ", "")
    stranger = new_browser()
    stranger.open(second)
    assert "Nomor ini terdaftar" in stranger.html
    assert "Sudah diganti" not in stranger.html


def test_it_is_one_event_and_one_count_and_no_second_thanks_for_the_first_receipt(
    sent: Walker, families: list[Any]
) -> None:
    told: list[tuple[str, str]] = []

    def hear(receipt: str, channel: str, **_facts: Any) -> None:
        told.append((receipt, channel))

    events.subscribe("household_corrected", hear)
    begin(sent)
    sent.press()
    assert told == [(sent.path.rpartition("/")[2], "web")]
    kinds = db.session.scalars(select(HouseholdEvent.kind).order_by(HouseholdEvent.at, HouseholdEvent.id))
    assert [kind for kind in kinds if kind in ("submitted", "corrected")] == ["submitted", "corrected"]
    households.fold_counts()
    complete = db.session.scalars(select(Count.n).where(Count.state == "complete")).all()
    assert sum(complete) == 1
    assert len(db.session.scalars(select(Facts)).all()) == 2


def test_a_correction_of_a_correction(app: Flask, sent: Walker) -> None:
    for place in ("Pati", "Rembang"):
        begin(sent)
        sent.open(IDENTITY)
        sent.post(IDENTITY, filled(sent, birth_place=place))
        sent.press()
    chain = versions()
    assert [version.corrects for version in chain] == [None, chain[0].id, chain[1].id]
    assert office_reads(app, chain[2].id)["members"][0]["answers"]["birth_place"] == "Rembang"


def test_whoever_comes_back_finds_the_correction_where_it_was_left(
    sent: Walker, new_browser: Browser, families: list[Any]
) -> None:
    begin(sent)
    sent.open(IDENTITY)
    sent.post(IDENTITY, filled(sent, birth_place="Pati"))
    sent.post("/leave", {})
    again = new_browser(families[0])
    again.open("/")
    again.press()
    again.post("/pin", {"pin": PIN})
    assert again.path == "/form/summary"
    again.open(IDENTITY)
    assert 'value="Pati"' in again.html


def test_dropping_it_leaves_everything_as_it_was_sent(sent: Walker) -> None:
    first = sent.path
    begin(sent)
    sent.post("/form/correct/drop", {})
    assert sent.path == first
    assert "orang tercatat" in sent.html
    assert [version.state for version in versions()] == ["sent", "left"]


def test_until_it_is_sent_the_first_receipt_stays_true(sent: Walker, new_browser: Browser) -> None:
    first = sent.path
    begin(sent)
    stranger = new_browser()
    stranger.open(first)
    assert "Nomor ini terdaftar" in stranger.html
    assert "Sudah diganti" not in stranger.html


def test_after_the_stage_has_closed_there_is_no_more_mending(sent: Walker) -> None:
    receipt, closed = sent.path, clock.now()
    service.set_stage("corrections", closed - timedelta(days=9), closed - timedelta(hours=2))
    sent.open(receipt)
    assert "/form/correct" not in sent.html
    sent.post("/form/correct", {})
    sent.post("/pin", {"pin": PIN})
    assert sent.status == 403
    assert [version.state for version in versions()] == ["sent"]


def test_a_second_phone_is_asked_for_the_pin_and_goes_on_where_the_first_is(
    sent: Walker, new_browser: Browser, families: list[Any]
) -> None:
    other = new_browser(families[0])
    other.open("/")
    other.press()
    other.post("/pin", {"pin": PIN})
    begin(sent)
    other.post("/form/correct", {})
    assert other.status == 409
    assert [version.state for version in versions()] == ["sent", "draft"]


def test_with_a_new_pin_the_old_answers_are_not_shown_and_the_correction_is_complete(
    app: Flask, sent: Walker, families: list[Any]
) -> None:
    first = sent.path
    chosen = claims.choose(None, "314159")
    with transaction():
        db.session.execute(update(Claim).values(**chosen.columns()))
    sent.open("/")
    sent.press()
    sent.post("/pin", {"pin": "314159"})
    assert sent.path == first
    sent.post("/form/correct", {})
    assert sent.path == "/form/address"
    assert 'value="Blora"' not in sent.html
    sent.walk("/receipt/", alone() | {"m1-name": "Orang Satu", "m1-relationship": "head"})
    old, new = versions()
    assert (old.state, new.state, new.corrects) == ("sent", "sent", old.id)
    assert office_reads(app, new.id)["members"][0]["roster"]["name"] == "Orang Satu"
    assert office_reads(app, old.id)["members"][0]["roster"]["name"] != "Orang Satu"
    state = db.session.scalars(select(Household.state).where(Household.id == household_of(families[0])))
    assert state.one() == "complete"


def test_a_correction_keeps_what_was_said_to_be_right(app: Flask, sent: Walker) -> None:
    begin(sent)
    old, new = versions()
    sent.press()
    for before, after in zip(
        office_reads(app, old.id)["members"], office_reads(app, new.id)["members"], strict=True
    ):
        assert before["soft"] == after["soft"]
