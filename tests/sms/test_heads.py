"""Neighbourhood heads: book and hint for their own RT by letter number, without a cap; the families are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sms import service
from sms.models import Binding, Phone
from sms.models.office import Head
from sms.queries import heads
from tests.sms.conftest import NOW, PHONE, FamilyOfTest, PhoneOfTest, notices
from tests.sms.test_waiting import SignedIn, coordinator, signed_in
from webapp.households import service as households
from webapp.households.models import Household
from webapp.places import queries as places
from webapp.shared import clock
from webapp.shared.audit import AuditRow
from webapp.shared.db import db, transaction
from webapp.staff.models import Task
from webapp.visits import service as visits

__all__ = ["signed_in"]
Slots = Callable[..., int]
FAMILY_PHONE = "+6281233334444"


@pytest.fixture
def browser(family: FamilyOfTest, signed_in: SignedIn) -> FlaskClient:
    return signed_in(coordinator(family.village.rpartition(".")[0]))


@pytest.fixture
def head(family: FamilyOfTest, browser: FlaskClient, phone: PhoneOfTest) -> PhoneOfTest:
    """The registered head of the family's RT."""
    card = households.card(family.id)
    form = {"village": family.village, "rt": card.rt, "rw": card.rw, "phone": PHONE, "digest": "y"}
    assert browser.post("/sms/heads", data=form).status_code == 303
    return phone


def neighbours(family: FamilyOfTest, *, inside: bool = True) -> list[str]:
    """Letter numbers of other families, of the same RT or of others."""
    mine = Household.sls_id == households.card(family.id).sls_id
    rows = db.session.query(Household.letter_number).filter(
        mine if inside else ~mine, Household.id != family.id
    )
    return [row[0] for row in rows.order_by(Household.id)]


def test_a_letter_number_of_her_rt_is_enough_to_book_and_the_family_is_told(
    head: PhoneOfTest, family: FamilyOfTest, slots: Slots
) -> None:
    slots(family)
    PhoneOfTest(FAMILY_PHONE).says(f"{family.letter} {family.year}")
    assert head.says(f"{family.letter} JADWAL") == ["slots_3"]
    assert head.says("1") == ["booked"]
    assert visits.booking_of(family.id) is not None
    assert notices(FAMILY_PHONE) == ["notice_booked"]


def test_the_last_four_digits_and_a_command_will_do_too(
    head: PhoneOfTest, family: FamilyOfTest, slots: Slots
) -> None:
    slots(family)
    assert head.says(f"{family.letter[-4:]} JADWAL") == ["slots_3"]
    assert head.says("2") == ["booked"]
    assert head.says(f"{family.letter[-4:]} STATUS") == ["status_booked"]
    assert head.says("BATAL") == ["ask_cancel"], "it is about the family that she named last"


def test_a_letter_of_another_rt_is_proved_like_everybody_s(head: PhoneOfTest, family: FamilyOfTest) -> None:
    assert head.says(neighbours(family, inside=False)[0]) == ["ask_year"]


def test_her_rt_has_no_cap_and_her_own_families_still_have_theirs(
    head: PhoneOfTest, families: list[FamilyOfTest], family: FamilyOfTest
) -> None:
    sls = households.card(family.id).sls_id
    with transaction():
        db.session.query(Household).update({"sls_id": sls})
    letters = [family.letter, *neighbours(family)][:9]
    for letter in letters:
        assert head.says(letter) in (["confirmed"], ["confirmed_booked"])
    assert db.session.query(Binding).filter_by(how="head").count() == len(letters) == 9
    other = families[1]
    assert head.says(f"{other.letter} {other.year}") == ["confirmed"]
    with clock.frozen(NOW + timedelta(hours=2)):
        assert head.says(f"JADWAL {families[2].letter}") == ["ask_wish"]


def test_hints_are_tasks_for_the_officers_and_change_nothing(
    head: PhoneOfTest, family: FamilyOfTest, browser: FlaskClient
) -> None:
    tail = family.letter[-4:]
    assert head.says(f"{tail} PINDAH") == ["lead_taken"]
    assert head.says(f"{tail} sore saja") == ["lead_taken"]
    assert households.card(family.id).state == "expected"
    assert [said for _, said in heads.leads(family.id)] == ["SORE SAJA", "PINDAH"]
    assert db.session.query(Task).filter_by(kind="sms_lead").one().subject_id == family.id
    page = browser.get(f"/sms/lead/{family.id}").text
    assert "PINDAH" in page
    assert browser.post(f"/sms/lead/{family.id}").status_code == 303
    assert db.session.query(Task).filter(Task.closed_at.is_(None)).count() == 0


def test_a_hint_about_nobody_of_her_rt_is_said_to_be_and_then_a_person_comes(
    head: PhoneOfTest, family: FamilyOfTest
) -> None:
    known = {letter[-4:] for letter in (family.letter, *neighbours(family))}
    tail = next(f"{n:04}" for n in range(9999) if f"{n:04}" not in known)
    assert head.says(f"{tail} PINDAH") == ["lead_unknown"]
    assert head.says(f"{tail} PINDAH LAGI") == ["person"]


def test_nobody_else_s_digits_are_hints(phone: PhoneOfTest, family: FamilyOfTest) -> None:
    assert phone.says(f"{family.letter[-4:]} SORE") == ["not_understood"]


def test_a_family_s_phone_with_spoken_consent_is_told_recorded_and_proved_before_it_books(
    head: PhoneOfTest, family: FamilyOfTest
) -> None:
    assert head.says(f"{family.letter} HP 0812 3333 4444") == ["phone_taken"]
    assert notices(FAMILY_PHONE) == ["notice_phone_given"]
    assert db.session.query(AuditRow).filter_by(action="phone by spoken consent").count() == 1
    own = PhoneOfTest(FAMILY_PHONE)
    assert own.says("STATUS") == ["ask_year"]
    assert own.says(family.year) == ["status_open"]
    assert own.says("STATUS") == ["status_open"]


def test_an_agent_s_form_does_the_same_and_only_for_its_area(
    family: FamilyOfTest, browser: FlaskClient, signed_in: SignedIn
) -> None:
    form = {"letter_number": family.letter, "phone": "081233334444"}
    assert browser.post("/sms/consent", data=form).status_code == 422, "without consent nothing"
    assert notices(FAMILY_PHONE) == []
    abroad = "koordinator.jati" if not family.village.startswith("33.16.01") else "koordinator.cepu"
    assert signed_in(abroad).post("/sms/consent", data=form | {"consent": "y"}).status_code == 422
    assert browser.post("/sms/consent", data=form | {"consent": "y"}).status_code == 303
    assert notices(FAMILY_PHONE) == ["notice_phone_given"]


def test_the_morning_list_leaves_once_a_day_with_what_is_uncounted(
    head: PhoneOfTest, family: FamilyOfTest
) -> None:
    with clock.frozen(clock.at_wib(NOW.date(), 7, 59)):
        assert service.send_digests() == 0
    with clock.frozen(clock.at_wib(NOW.date(), 8, 30)):
        assert (service.send_digests(), service.send_digests()) == (1, 0)
    with clock.frozen(clock.at_wib(NOW.date() + timedelta(days=1), 8, 30)):
        assert service.send_digests() == 1
    assert sorted(notices(PHONE)) == ["notice_digest", "notice_digest", "notice_head"]


def test_who_is_removed_speaks_like_everybody(
    head: PhoneOfTest, browser: FlaskClient, family: FamilyOfTest
) -> None:
    head.says(family.letter)
    phone_id = (
        db.session.query(Phone).filter(Phone.id == db.session.query(Head.phone_id).scalar_subquery()).one().id
    )
    assert browser.post(f"/sms/heads/{phone_id}/remove").status_code == 303
    assert head.says(f"{family.letter[-4:]} PINDAH") == ["unbound"]
    assert db.session.query(Binding).count() == 0


def test_a_wrong_rt_or_number_is_said_at_the_form(browser: FlaskClient, family: FamilyOfTest) -> None:
    card = households.card(family.id)
    good = {"village": family.village, "rt": card.rt, "rw": card.rw, "phone": "0812 0000 0001"}
    for wrong in ({"phone": "namaku"}, {"rt": "999"}, {"village": ""}):
        assert browser.post("/sms/heads", data=good | wrong).status_code == 422, wrong
    assert db.session.query(Head).count() == 0


def test_a_colleague_registers_nobody_in_our_area(
    census: Flask, family: FamilyOfTest, signed_in: SignedIn
) -> None:
    abroad = next(one.code for one in places.sub_districts() if not family.village.startswith(one.code))
    card = households.card(family.id)
    form = {"village": family.village, "rt": card.rt, "rw": card.rw, "phone": PHONE}
    assert signed_in(coordinator(abroad)).post("/sms/heads", data=form).status_code == 403
    assert census.test_client().post("/sms/heads", data=form).status_code == 401
    assert db.session.query(Head).count() == 0
