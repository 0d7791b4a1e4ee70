"""Who is asked what: the skips of census.md, section 4, and how a page's form is read."""

from __future__ import annotations

from itertools import product

import pytest

from tests.questionnaire.people import CULTURE, DAY, IDENTITY, WORK, born, form
from webapp.questionnaire.rules import Person, Value
from webapp.questionnaire.service import definition

FORM = definition()
CHILD_ASKED = ["ethnicity", "religion"]
SCHOOL_ASKED = [*CHILD_ASKED, "language", "indonesian", "education"]
ADULT_ASKED = [*SCHOOL_ASKED, "activity"]


def asked(page: str, answers: dict[str, Value], person: Person) -> list[str]:
    return [q.key for q in FORM.page(page).questions if q.applies(answers, person)]


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (0, CHILD_ASKED),
        (4, CHILD_ASKED),
        (5, SCHOOL_ASKED),
        (9, SCHOOL_ASKED),
        (10, ADULT_ASKED),
        (99, ADULT_ASKED),
    ],
)
def test_language_and_school_are_asked_from_5_and_work_from_10(age: int, expected: list[str]) -> None:
    assert asked("culture", {}, born(age)) == expected


def test_a_birthday_counts_from_its_very_day() -> None:
    tomorrow, today = (
        Person({"presence": "present", "birth_date": d}, DAY) for d in ("2016-11-23", "2016-11-22")
    )
    assert "activity" not in asked("culture", {}, tomorrow)
    assert "activity" in asked("culture", {}, today)


def test_an_unknown_age_skips_nothing() -> None:
    assert asked("culture", {}, Person({"presence": "present"}, DAY)) == ADULT_ASKED


@pytest.mark.parametrize(
    ("age", "activity"), list(product((9, 10, 60), ("working", "homemaking", "school", "other")))
)
def test_work_is_asked_only_of_people_who_work(age: int, activity: str) -> None:
    works = age >= 10 and activity == "working"
    assert asked("work", {"activity": activity}, born(age)) == (list(WORK) if works else [])
    assert FORM.page("work").asked({"activity": activity}, born(age)) is works


@pytest.mark.parametrize(
    ("age", "activity"), list(product((44, 45), ("working", "homemaking", "school", "other")))
)
def test_pension_is_asked_from_45_of_people_who_do_not_work(age: int, activity: str) -> None:
    wanted = age == 45 and activity in ("homemaking", "other")
    assert ("retired" in asked("culture", {"activity": activity}, born(age))) is wanted


@pytest.mark.parametrize(
    ("marital", "certificate"), list(product(("never", "married", "divorced", "widowed"), ("yes", "no")))
)
def test_the_marriage_number_is_asked_of_the_married_and_divorced_who_have_one(
    marital: str, certificate: str
) -> None:
    answers: dict[str, Value] = {"marital": marital, "marriage_certificate": certificate}
    found = asked("identity", answers, born(30))
    had = marital in ("married", "divorced")
    assert ("marriage_certificate" in found) is had
    assert ("marriage_number" in found) is (had and certificate == "yes")


@pytest.mark.parametrize("electricity", ["metered", "unmetered", "other_source", "none"])
def test_installed_power_is_asked_where_there_is_a_meter(electricity: str) -> None:
    power = FORM.questions["power"]
    assert power.applies({"electricity": electricity}) is (electricity == "metered")


@pytest.mark.parametrize("presence", ["died", "moved", "abroad", "not_found", ""])
def test_of_those_who_do_not_live_here_nothing_is_asked(presence: str) -> None:
    person = born(30, presence=presence)
    assert FORM.next_page({}, person) is None
    assert FORM.open_page({}, person) is None
    assert FORM.missing({}, person) == []
    assert FORM.page("identity").shown({}, person) == ()


@pytest.mark.parametrize("presence", ["present", "new"])
def test_of_those_who_live_here_three_pages_are_asked(presence: str) -> None:
    person, works = born(30, presence=presence), {"activity": "working"}
    assert FORM.next_page({}, person) == "identity"
    assert FORM.next_page({}, person, after="identity") == "culture"
    assert FORM.next_page(works, person, after="culture") == "work"
    assert FORM.next_page(works, person, after="work") is None
    assert FORM.next_page({"activity": "school"}, person, after="culture") is None


def test_the_household_is_asked_for_address_and_housing() -> None:
    assert [page.key for page in FORM.shown_pages({})] == ["address", "housing"]
    assert FORM.next_page({}, after="address") == "housing"
    assert FORM.next_page({}, after="housing") is None


def test_a_page_shows_what_may_be_asked_after_an_answer_on_it() -> None:
    shown = [q.key for q in FORM.page("identity").shown({}, born(30))]
    assert shown == list(IDENTITY)
    assert "marital" not in [q.key for q in FORM.page("identity").shown({}, born(5))]
    assert "marriage_number" not in [q.key for q in FORM.page("identity").shown({}, born(5))]
    assert [q.key for q in FORM.page("housing").shown({})][4] == "power"


def test_a_whole_page_is_read_into_values() -> None:
    values, errors = FORM.page("identity").read(form(**IDENTITY), {}, born(36))
    assert errors == {}
    assert values == {**IDENTITY, "birth_date": "1990-08-17"}


def test_answers_that_do_not_apply_are_dropped_while_reading() -> None:
    values, errors = FORM.page("identity").read(form(**{**IDENTITY, "marital": "never"}), {}, born(36))
    assert errors == {}
    assert {"marriage_certificate", "marriage_number"}.isdisjoint(values)


def test_the_birth_date_on_the_page_decides_about_the_next_questions() -> None:
    child = form(**{**IDENTITY, "birth_date": "1-1-2020"})
    assert "marital" not in FORM.page("identity").read(child, {}, born(36)).values
    grown = {k: v for k, v in IDENTITY.items() if not k.startswith("mar")}
    assert list(FORM.page("identity").read(form(**grown), {}, born(5)).errors) == ["marital"]


def test_each_field_tells_its_own_refusal_and_the_good_answers_are_kept() -> None:
    sent = form(**{**IDENTITY, "sex": "x", "birth_place": "👶", "birth_date": "31-2-1990", "citizenship": ""})
    values, errors = FORM.page("identity").read(sent, {}, born(36))
    assert {key: error.code for key, error in errors.items()} == {
        "sex": "203", "birth_place": "204", "birth_date": "208", "citizenship": "201",
    }  # fmt: skip
    assert values["marital"] == "married"


def test_leaving_in_the_middle_keeps_what_is_there_and_asks_for_it_later() -> None:
    page, person = FORM.page("culture"), born(30)
    values, errors = page.read(form(ethnicity="Jawa", religion="x"), {}, person, partial=True)
    assert values == {"ethnicity": "Jawa"}
    assert list(errors) == ["religion"]
    assert FORM.open_page({**values, **_identity()}, person) == "culture"


def _identity() -> dict[str, Value]:
    return dict(FORM.page("identity").read(form(**IDENTITY), {}, born(36)).values)


def test_older_answers_of_the_same_page_do_not_linger() -> None:
    before: dict[str, Value] = {**CULTURE, "retired": "yes"}
    values, _ = FORM.page("culture").read(form(**{**CULTURE, "activity": "school"}), before, born(50))
    assert "retired" not in values
    assert values["activity"] == "school"


def test_a_nik_taken_out_asks_for_the_reason() -> None:
    person = born(1, nik="3316991708900001")
    _, errors = FORM.page("member").read(form(name="Budi", relationship="child", nik=""), {}, person)
    assert list(errors) == ["no_nik"]


def test_several_members_stand_in_one_form_by_prefix() -> None:
    sent = {"m1-presence": ["died"], "m1-relationship": ["head"], "m2-presence": ["present"]}
    page = FORM.page("listed")
    assert page.read(sent, {}, prefix="m1-").values == {"presence": "died", "relationship": "head"}
    assert page.read(sent, {}, prefix="m2-", only=["presence"]) == ({"presence": "present"}, {})


def test_work_of_a_child_whose_age_was_corrected_is_not_kept() -> None:
    answers: dict[str, Value] = {**CULTURE, **WORK}
    kept = FORM.applicable(answers, born(7))
    assert kept == {key: answers[key] for key in SCHOOL_ASKED}
    assert FORM.missing({**answers, **_identity(), "birth_date": "2019-01-01"}, born(7)) == []


def test_an_adult_who_answered_everything_misses_nothing() -> None:
    answers: dict[str, Value] = {**_identity(), **CULTURE, **WORK}
    assert FORM.missing(answers, born(36)) == []
    assert FORM.open_page(answers, born(36)) is None
    assert FORM.applicable(answers, born(36)) == answers


def test_the_marriage_number_may_stay_empty() -> None:
    answers = _identity() | dict(CULTURE) | dict(WORK)
    answers.pop("marriage_number")
    assert FORM.missing(answers, born(36)) == []


def test_sex_and_birth_date_from_the_register_are_not_missing() -> None:
    missing = [q.key for q in FORM.missing({}, born(36, sex="male"))]
    assert {"sex", "birth_date"}.isdisjoint(missing)
