"""Nobody is left in a loop: without a letter, after a second failure, before times are open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from sms.handlers.without_letter import area_of
from sms.models import Phone
from tests.sms.conftest import NOW, FamilyOfTest, PhoneOfTest
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.households.models import Household
from webapp.places import queries as places
from webapp.shared.db import db
from webapp.staff.models import Task
from webapp.visits import queries as visits
from webapp.visits import service as visit_service

Slots = Callable[..., int]


def open_tasks() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(task.kind, task.area_code) for task in db.session.query(Task).filter(Task.closed_at.is_(None))]


def unique_village() -> tuple[str, str]:
    names = places.village_names()
    said = [name.name for name in names]
    found = next(name for name in names if said.count(name.name) == 1 and " " not in name.name)
    return found.code, found.name


@pytest.mark.parametrize(
    "text",
    [
        "TIDAK ADA",
        "gak punya surat",
        "surat hilang",
        "mboten gadhah",
        "belum dapat surat",
        "no letter",
        "ora duwe",
    ],
)
def test_without_a_letter_the_village_and_the_rt_head_are_asked(phone: PhoneOfTest, text: str) -> None:
    assert phone.says("DAFTAR") == ["ask_letter"]
    assert phone.says(text) == ["ask_place"]


def test_village_and_rt_head_make_an_unmatched_visit_request_that_can_choose_a_time(
    phone: PhoneOfTest,
) -> None:
    code, name = unique_village()
    phone.says("TIDAK ADA")
    assert phone.says(f"desa {name} rt 3 pak slamet") == ["requested_here"]
    assert open_tasks() == [("unmatched", code)]
    found = db.session.query(Household).filter_by(origin="unmatched").one()
    assert (found.village_code, visits.wish_of(found.id) is not None) == (code, True)
    assert "SLAMET" in households.address(found.id)
    visit_service.open_offers(
        code.rpartition(".")[0], [code], [NOW.date() + timedelta(days=2)], ["midday"], 1
    )
    assert phone.says("JADWAL") == ["slots_1"]
    assert phone.says("1") == ["booked"]


def test_one_phone_names_two_families_a_day_and_then_a_person_reads_it(phone: PhoneOfTest) -> None:
    _, name = unique_village()
    for expected in ("requested_here", "requested_here", "requested"):
        phone.says("DAFTAR")
        phone.says("TIDAK ADA")
        assert phone.says(f"{name} rt {expected} pak slamet") == [expected]


def test_where_the_village_cannot_be_told_a_person_of_the_place_around_reads_it(phone: PhoneOfTest) -> None:
    phone.says("TIDAK ADA")
    assert phone.says("desa sumberejo rt 3 pak slamet") == ["requested"]
    assert [kind for kind, _ in open_tasks()] == ["sms_visit_request"]
    assert db.session.query(Phone).one().waiting_since is not None


def test_whatever_is_written_there_is_taken(phone: PhoneOfTest) -> None:
    phone.says("TIDAK ADA")
    assert phone.says("dekat pasar, rumahnya bu Warsini") == ["requested"]
    assert [kind for kind, _ in open_tasks()] == ["sms_visit_request"]


def test_a_letter_that_is_found_after_all_still_counts(phone: PhoneOfTest, family: FamilyOfTest) -> None:
    phone.says("TIDAK ADA")
    assert phone.says(f"{family.letter} {family.year}") == ["confirmed"]


def test_the_second_failure_asks_where_the_family_lives(phone: PhoneOfTest, family: FamilyOfTest) -> None:
    wrong = f"{family.letter} {int(family.year) - 1}"
    assert phone.says(wrong) == ["not_identified"]
    assert phone.says(wrong) == ["ask_place"]


def test_two_different_refusals_in_a_row_do_not_happen_either(
    phone: PhoneOfTest, family: FamilyOfTest
) -> None:
    assert phone.says(f"{family.letter} {int(family.year) - 1}") == ["not_identified"]
    assert phone.says("331699010180001") == ["ask_place"]


def test_a_family_that_is_refused_twice_gets_a_person(
    phone: PhoneOfTest, family: FamilyOfTest, slots: Slots
) -> None:
    slots(family)
    phone.says(f"{family.letter} {family.year}")
    phone.says("JADWAL")
    assert phone.says("9") == ["not_an_option"]
    assert phone.says("8") == ["person"]
    assert [kind for kind, _ in open_tasks()] == ["sms_waiting"]


def test_an_answer_that_helps_begins_the_count_anew(
    phone: PhoneOfTest, family: FamilyOfTest, slots: Slots
) -> None:
    slots(family)
    phone.says(f"{family.letter} {family.year}")
    phone.says("JADWAL")
    assert phone.says("9") == ["not_an_option"]
    assert phone.says("LAIN") == ["slots_3"]
    assert phone.says("9") == ["not_an_option"]


def test_before_times_are_open_jadwal_takes_a_wish(phone: PhoneOfTest, family: FamilyOfTest) -> None:
    phone.says(f"{family.letter} {family.year}")
    assert phone.says("JADWAL") == ["ask_wish"]
    assert phone.says("sabtu atau minggu sore") == ["wished"]
    wish = visits.wish_of(family.id)
    assert wish is not None
    assert (wish.days, wish.part, wish.channel) == ("56", "afternoon", "sms")


def test_the_door_of_booking_may_be_closed_for_a_wish(
    phone: PhoneOfTest, family: FamilyOfTest, slots: Slots
) -> None:
    slots(family)
    enumeration.set_stage("sms_booking", NOW.replace(day=20), NOW.replace(day=25))
    phone.says(f"{family.letter} {family.year}")
    assert phone.says("jadwal") == ["ask_wish"]
    assert phone.says("bebas") == ["wished"]


def test_no_wish_is_an_answer_too(phone: PhoneOfTest, family: FamilyOfTest) -> None:
    phone.says(f"{family.letter} {family.year}")
    phone.says("JADWAL")
    assert phone.says("tidak") == ["kept"]
    assert visits.wish_of(family.id) is None


def test_a_command_beside_the_letter_number_runs_at_once(
    phone: PhoneOfTest, family: FamilyOfTest, slots: Slots
) -> None:
    slots(family)
    assert phone.says(f"JADWAL {family.letter} {family.year}") == ["slots_3"]


def test_a_name_that_several_villages_have_leads_to_the_place_around_them(phone: PhoneOfTest) -> None:
    assert area_of("desa sumberejo rt 2") == ""
    randublatung = next(region.code for region in places.sub_districts() if region.name == "Randublatung")
    assert area_of("SUMBEREJO RANDUBLATUNG PAK RT SLAMET").startswith(randublatung + ".")
    assert area_of("di rumah saya") == ""
