"""Who speaks for a family: owner, somebody else with the same numbers, and whoever has the letter."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.enumeration.family import PIN, Walker
from webapp.enumeration import service
from webapp.enumeration.models import Claim, Decision, Version
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared import clock
from webapp.shared.audit import AuditRow
from webapp.shared.db import db
from webapp.staff.models import Task

OTHER_PIN = "314159"
Browser = Callable[..., Walker]


def choose(browser: Walker, pin: str) -> None:
    """From the start page over a PIN of one's own to the first question."""
    browser.post("/", browser.known)
    browser.post("/pin", {"pin": pin})
    if browser.path == "/privacy":
        browser.press()


def versions() -> list[Version]:
    return list(db.session.scalars(select(Version).order_by(Version.number)))


def tasks(kind: str) -> list[Any]:
    return list(db.session.scalars(select(Task).where(Task.kind == kind, Task.closed_at.is_(None))))


def test_a_second_claim_is_told_nothing_and_gets_a_version_of_its_own(
    walker: Walker, new_browser: Browser, families: list[Any]
) -> None:
    walker.walk("/form/members", {"street": "Gang Zamrud 77"})
    other = new_browser(families[0])
    choose(other, OTHER_PIN)
    assert other.path == "/form/address"
    other.walk("/form/summary", {"street": "Jalan Kenanga 5"})
    assert "Zamrud" not in "".join(other.seen)
    walker.walk("/form/summary")
    assert "Kenanga" not in "".join(walker.seen)
    first, second = versions()
    assert first.claim_id != second.claim_id
    assert [claim.conflicting for claim in db.session.scalars(select(Claim).order_by(Claim.opened_at))] == [
        False, True]  # fmt: skip


def test_both_send_each_has_its_own_receipt_and_a_person_decides(
    walker: Walker, new_browser: Browser, families: list[Any]
) -> None:
    other = new_browser(families[0])
    first = walker.walk("/receipt/")
    choose(other, OTHER_PIN)
    second = other.walk("/receipt/")
    assert first != second
    assert "Nomor ini terdaftar" in walker.open(second).get_data(as_text=True)
    assert "Nomor ini terdaftar" in other.open(first).get_data(as_text=True)
    assert walker.client.get(f"{second}.pdf").status_code == 303
    assert [(one.state, one.conflicting) for one in versions()] == [("sent", False), ("sent", True)]
    household_id = versions()[0].household_id
    assert f"/receipt/{service.receipt_of(household_id)}" == first
    assert [task.endpoint for task in tasks("conflict")] == ["enumeration.conflict"]
    for browser, pin, receipt in ((walker, PIN, first), (other, OTHER_PIN, second)):
        browser.post("/", {**browser.known, "have": "1"})
        browser.post("/pin?have=1", {"pin": pin})
        assert browser.path == receipt


def test_a_claim_that_never_sends_is_no_conflict(
    walker: Walker, new_browser: Browser, families: list[Any]
) -> None:
    walker.walk("/form/members")
    other = new_browser(families[0])
    choose(other, OTHER_PIN)
    other.walk("/receipt/")
    assert [(one.state, one.conflicting) for one in versions()] == [("draft", False), ("sent", False)]
    assert tasks("conflict") == []


def test_a_pin_that_is_there_opens_its_own_claim_also_from_the_page_of_the_first_time(
    walker: Walker, new_browser: Browser, families: list[Any]
) -> None:
    walker.walk("/form/members")
    again = new_browser(families[0])
    choose(again, PIN)
    assert again.path == "/form/members"
    assert len(versions()) == 1


def test_whoever_forgot_the_pin_and_has_the_letter_starts_anew_and_the_old_pin_opens_nothing(
    lettered: Walker, new_browser: Browser, families: list[Any]
) -> None:
    lettered.walk("/form/members")
    again = new_browser(families[0], letter=True)
    again.post("/", again.known)
    assert "Masukkan PIN" in again.html
    again.post("/pin/forgotten", {})
    assert "Buat PIN untuk keluarga Anda" in again.html
    again.post("/pin", {"pin": OTHER_PIN})
    assert again.path == "/privacy"
    again.walk("/receipt/")
    assert lettered.post("/form/members", {}).status_code == 401
    lettered.post("/", lettered.known)
    assert lettered.post("/pin?have=1", {"pin": PIN}).status_code == 422
    assert (
        db.session.scalars(select(AuditRow).where(AuditRow.action == "pin replaced")).one().reason == "letter"
    )


def test_the_letter_outranks_whoever_came_with_nik_and_kk_alone(
    walker: Walker, new_browser: Browser, families: list[Any]
) -> None:
    walker.walk("/receipt/")
    other = new_browser(families[0])
    choose(other, OTHER_PIN)
    other.walk("/receipt/")
    family = new_browser(families[0], letter=True)
    family.post("/", family.known)
    family.post("/pin/forgotten", {})
    family.post("/pin", {"pin": "161803"})
    family.press()
    assert family.path.startswith("/receipt/")  # of what was sent before: it cannot be shown, but mended
    family.post("/form/correct", {})
    family.walk("/receipt/", {"m1-relationship": "head", "m2-relationship": "spouse", "m1-name": "Orang A",
                              "m2-name": "Orang B", "m3-name": "Orang C", "m4-name": "Orang D"})  # fmt: skip
    counting = [one for one in versions() if one.state == "sent" and not one.conflicting]
    assert {one.claim_id for one in counting} == {versions()[0].claim_id}
    assert f"/receipt/{service.receipt_of(counting[0].household_id)}" == family.path


def test_a_letter_claim_beside_one_by_numbers_alone_counts_without_a_person(
    lettered: Walker, new_browser: Browser, families: list[Any]
) -> None:
    lettered.walk("/form/members")
    other = new_browser(families[0])
    choose(other, OTHER_PIN)
    other.walk("/receipt/")
    lettered.walk("/receipt/")
    assert [(one.claim_id is not None, one.conflicting) for one in versions()] == [
        (True, False),
        (True, True),
    ]
    assert tasks("conflict") == []
    assert db.session.scalars(select(Decision)).one().ground == "letter"


def test_a_card_newer_than_the_register_is_the_familys_with_its_letter(
    walker: Walker, families: list[Any]
) -> None:
    walker.post("/", {"nik": families[0]["nik"], "kk": "3316991203300007",
                      "letter_number": families[0]["letter_number"]})  # fmt: skip
    assert walker.path == "/pin"
    walker.post("/pin", {"pin": PIN})
    assert db.session.scalars(select(Claim)).one().how == "letter"
    assert db.session.scalars(select(Household).where(Household.origin == "unmatched")).all() == []


def test_more_than_five_hands_make_the_idle_ones_give_way(
    walker: Walker, new_browser: Browser, families: list[Any]
) -> None:
    walker.walk("/receipt/")
    for n in range(6):
        with clock.shifted(timedelta(minutes=16 * n)):
            choose(new_browser(families[0]), f"27{n}4159")
    live = db.session.scalars(select(Claim).where(Claim.ended_at.is_(None))).all()
    assert len(live) == 5
    assert [claim.conflicting for claim in live].count(False) == 1


def test_two_phones_that_claim_at_once_make_one_main_claim(app: Flask, families: list[Any]) -> None:
    household_id = households.find_by_pair(families[0]["nik"], families[0]["kk"])
    came = service.Knock(families[0]["nik"], families[0]["kk"], household_id)
    faults: list[BaseException] = []

    def take(pin: str) -> None:
        with app.app_context():
            try:
                service.claim(came, pin)
            except BaseException as fault:  # noqa: BLE001  shown below, in the test's own thread
                faults.append(fault)

    phones = [threading.Thread(target=take, args=(f"27182{n // 2}",)) for n in (0, 1, 10, 11)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert faults == []
    db.session.rollback()
    found = db.session.scalars(select(Claim)).all()
    assert [claim.conflicting for claim in found].count(False) == 1
