"""Whole conversations on the real rooms below, on both databases: register, book, move, cancel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from sms import queries
from sms.models import Binding, Phone
from tests.sms.conftest import NOW, OTHER_PHONE, PHONE, FamilyOfTest, PhoneOfTest, notices
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.shared import clock
from webapp.shared.db import db, transaction
from webapp.staff.models import Task
from webapp.visits import service as visits

Slots = Callable[..., int]


def registered(phone: PhoneOfTest, *families: FamilyOfTest) -> None:
    for family in families:
        assert phone.says(f"DAFTAR {family.letter} {family.year}") == ["confirmed"]


def test_three_texts_from_the_first_one_to_a_booking(
    family: FamilyOfTest, phone: PhoneOfTest, slots: Slots
) -> None:
    slots(family)
    assert phone.says(f"daftar {family.letter} {family.year}") == ["confirmed"]
    assert phone.says("jadwal") == ["slots_3"]
    (answer,) = phone.hears("2")
    booking = visits.booking_of(family.id)
    assert booking is not None
    assert answer.startswith("SENSUS: Kunjungan ")
    assert f"{booking.day.day}/{booking.day.month} " in answer


def test_letter_and_year_may_come_in_two_texts(family: FamilyOfTest, phone: PhoneOfTest) -> None:
    assert phone.says("DAFTAR") == ["ask_letter"]
    assert phone.says(family.letter) == ["ask_year"]
    assert phone.says(f"lahir {family.year}") == ["confirmed"]


def test_nik_and_kk_identify_in_either_order_and_ask_to_delete_the_message(
    families: list[FamilyOfTest], phone: PhoneOfTest, other_phone: PhoneOfTest
) -> None:
    one, two = families[:2]
    assert phone.says(f"REG {one.nik}#{one.kk}#") == ["confirmed_pair"]
    assert other_phone.says(two.kk) == ["ask_second"]
    (answer,) = other_phone.hears(two.nik)
    assert "Hapus pesan" in answer


def test_replies_hold_no_number_of_the_family(family: FamilyOfTest, phone: PhoneOfTest, slots: Slots) -> None:
    slots(family)
    said = []
    for text in (
        f"{family.nik}#{family.kk}#",
        "STATUS",
        "JADWAL",
        "1",
        "STATUS",
        "GANTI",
        "BATAL",
        "BATAL",
        "YA",
    ):
        said += phone.hears(text)
    names = {word for person in households.roster(family.id) for word in person.name.split() if len(word) > 3}
    for text in said:
        assert not {family.nik, family.kk, family.letter} & set(text.split())
        assert not any(name.lower() in text.lower().split() for name in names)


def test_moving_keeps_the_old_slot_until_the_new_one_is_booked(
    family: FamilyOfTest, phone: PhoneOfTest, slots: Slots
) -> None:
    slots(family)
    registered(phone, family)
    phone.says("JADWAL")
    phone.says("1")
    before = visits.booking_of(family.id)
    assert phone.says("GANTI") == ["slots_3"]
    assert visits.booking_of(family.id) == before
    assert phone.says("5") == ["not_an_option"], "the options of a booking that was made are forgotten"
    assert phone.says("3") == ["moved"]
    after = visits.booking_of(family.id)
    assert after is not None
    assert before is not None
    assert after.offer_id != before.offer_id


def test_at_most_three_moves(family: FamilyOfTest, phone: PhoneOfTest, slots: Slots) -> None:
    slots(family)
    registered(phone, family)
    phone.says("JADWAL")
    phone.says("1")
    answers = []
    for hour in range(4):
        with clock.frozen(NOW + timedelta(hours=hour)):
            phone.says("GANTI")
            answers += phone.says("2")
    assert answers == ["moved", "moved", "moved", "too_many_moves"]


def test_cancelling_asks_and_gives_the_place_back(
    family: FamilyOfTest, phone: PhoneOfTest, slots: Slots
) -> None:
    slots(family)
    registered(phone, family)
    phone.says("JADWAL")
    phone.says("1")
    assert phone.says("BATAL") == ["ask_cancel"]
    assert phone.says("TIDAK") == ["kept"]
    assert visits.booking_of(family.id) is not None
    phone.says("BATAL")
    assert phone.says("ya") == ["cancelled"]
    assert visits.booking_of(family.id) is None
    assert notices(PHONE) == [], "who cancels by text is not told again"


def test_the_loser_of_a_slot_gets_two_others(
    families: list[FamilyOfTest], phone: PhoneOfTest, other_phone: PhoneOfTest, slots: Slots
) -> None:
    pair = next(((a, b) for a in families for b in families if a.id != b.id and a.village == b.village), None)
    one, two = pair or (families[0], families[0])
    slots(one, capacity=1)
    registered(phone, one)
    registered(other_phone, two)
    assert phone.hears("JADWAL")[0].split("1: ")[1] == other_phone.hears("JADWAL")[0].split("1: ")[1]
    assert phone.says("1") == ["booked"]
    if pair:
        assert other_phone.says("1") == ["taken_2"]
        assert other_phone.says("4") == ["booked"]
    else:
        assert other_phone.says("1")[0] in {"taken_2", "slots_3", "moved", "booked"}


def test_lain_goes_through_the_whole_list_and_begins_again(
    family: FamilyOfTest, phone: PhoneOfTest, slots: Slots
) -> None:
    slots(family, days=2)
    registered(phone, family)
    first = phone.hears("JADWAL")[0]
    later = [phone.hears("LAIN")[0] for _ in range(2)]
    assert "4: " in later[0]
    assert first.split("1: ")[1][:20] in " ".join(later)


def test_without_open_times_it_says_so(family: FamilyOfTest, phone: PhoneOfTest) -> None:
    registered(phone, family)
    enumeration.set_stage("wish", NOW - timedelta(days=9), NOW - timedelta(days=1))
    assert phone.says("JADWAL") == ["no_slots"]


def test_a_closed_door_is_said_to_be_closed(family: FamilyOfTest, phone: PhoneOfTest, slots: Slots) -> None:
    slots(family)
    registered(phone, family)
    for door in ("sms_booking", "wish"):
        enumeration.set_stage(door, NOW - timedelta(days=9), NOW - timedelta(days=1))
    assert phone.says("JADWAL") == ["closed"]


def test_two_families_on_one_phone_are_told_apart(
    families: list[FamilyOfTest], phone: PhoneOfTest, slots: Slots
) -> None:
    registered(phone, *families[:2])
    (question,) = phone.hears("STATUS")
    assert f"1=..{families[0].tail} 2=..{families[1].tail}" in question
    assert f"..{families[1].tail}" in phone.hears("2")[0]
    assert f"..{families[0].tail}" in phone.hears("STATUS 1")[0]


def test_the_sixth_family_goes_to_a_person(families: list[FamilyOfTest], phone: PhoneOfTest) -> None:
    registered(phone, *families[:5])
    assert phone.says(f"{families[5].letter} {families[5].year}") == ["person"]
    assert db.session.query(Binding).count() == 5
    assert db.session.query(Task).count() == 1


def test_a_new_phone_of_a_family_is_told_to_the_old_one(
    family: FamilyOfTest, phone: PhoneOfTest, other_phone: PhoneOfTest
) -> None:
    registered(phone, family)
    registered(other_phone, family)
    assert notices(PHONE) == ["notice_new_phone"]
    assert notices(OTHER_PHONE) == []


def test_a_binding_silent_for_sixty_days_is_proved_again(
    family: FamilyOfTest, phone: PhoneOfTest, slots: Slots
) -> None:
    registered(phone, family)
    with clock.frozen(NOW + timedelta(days=61)):
        assert phone.says("STATUS") == ["ask_year"]
        assert phone.says("1901") == ["not_identified"]
        assert phone.says("STATUS") == ["ask_year"], "asking again does not renew it"
        assert phone.says(family.year) == ["status_open"]
    with clock.frozen(NOW + timedelta(days=120)):
        assert phone.says("STATUS") == ["status_open"]


def test_stop_ends_notices_keeps_the_visit_and_mulai_begins_again(
    family: FamilyOfTest, phone: PhoneOfTest, slots: Slots
) -> None:
    slots(family)
    registered(phone, family)
    phone.says("JADWAL")
    phone.says("1")
    assert phone.says("STOP") == ["stopped"]
    assert visits.booking_of(family.id) is not None
    assert db.session.query(Phone).one().opted_out_at is not None
    assert phone.says("MULAI") == ["started"]
    assert db.session.query(Phone).one().opted_out_at is None


def test_the_phone_chooses_its_language(family: FamilyOfTest, phone: PhoneOfTest) -> None:
    registered(phone, family)
    assert phone.hears("BAHASA INGGRIS")[0].startswith("SENSUS: Messages will be in English")
    assert "is confirmed" in phone.hears("STATUS")[0]
    assert "sampun" in "".join(phone.hears("bahasa jawa") + phone.hears("STATUS"))


def test_petugas_opens_one_task_in_the_family_s_village(family: FamilyOfTest, phone: PhoneOfTest) -> None:
    registered(phone, family)
    assert phone.says("PETUGAS") == ["person"]
    assert phone.says("petugas") == ["person"]
    (task,) = db.session.query(Task).all()
    assert (task.area_code, task.endpoint) == (family.village, "sms.thread")


def test_a_question_is_forgotten_after_a_day(family: FamilyOfTest, phone: PhoneOfTest) -> None:
    phone.says(family.letter)
    with clock.frozen(NOW + timedelta(hours=25)):
        assert phone.says(family.year) == ["not_understood"]


def test_a_counted_family_is_thanked_and_offered_nothing(family: FamilyOfTest, phone: PhoneOfTest) -> None:
    registered(phone, family)
    with transaction():
        households.record_event(family.id, "begun", "web")
        households.record_event(family.id, "submitted", "web")
    assert phone.says("JADWAL") == ["counted"]
    assert phone.says("STATUS") == ["counted"]


def test_an_unknown_officer_is_said_to_be_unknown(census: Flask, phone: PhoneOfTest) -> None:
    assert phone.says("PETUGAS P-9999999") == ["officer_unknown"]


def test_facts_know_the_families(family: FamilyOfTest, phone: PhoneOfTest) -> None:
    registered(phone, family)
    found = queries.phone_of(PHONE)
    assert found is not None
    assert [known.tail for known in queries.facts(found.id).families] == [family.tail]
