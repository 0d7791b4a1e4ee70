"""What a family said, as rows without names."""

from __future__ import annotations

from datetime import date
from typing import Any

from webapp.questionnaire.service import definition
from webapp.reporting.rules import codebook, records

DAY = date(2030, 6, 1)


def member(**answers: Any) -> dict[str, Any]:
    roster = {"name": "Siti", "nik": "3316995203900001", "sex": "female", "birth_date": "1990-03-12",
              "presence": "present", "relationship": "head"}  # fmt: skip
    return {"id": "a", "person": "b", "roster": roster, "answers": answers, "soft": {}}


def row(said: dict[str, Any]) -> dict[str, Any]:
    return records.person_row(definition(), said, DAY, DAY)


def test_an_age_is_in_completed_years_on_the_day_of_the_census() -> None:
    assert records.age_on(date(1990, 6, 1), DAY) == 40
    assert records.age_on(date(1990, 6, 2), DAY) == 39
    assert row(member())["age"] == 40


def test_the_oldest_share_one_age_and_one_year_of_birth() -> None:
    ages = set()
    for year in (1925, 1931):
        said = member()
        said["roster"]["birth_date"] = f"{year}-01-05"
        found = row(said)
        ages.add((found["age"], found["birth_year"]))
    assert ages == {(98, 1931)}


def test_no_name_number_address_or_free_text_has_a_column() -> None:
    columns = {c.key for table in codebook.columns([definition()]).values() for c in table}
    assert columns.isdisjoint(
        {"name", "nik", "birth_date", "street", "rt", "rw", "marriage_number", "nik_name"}
    )
    assert {"sex", "relationship", "education", "religion", "age", "birth_year", "ownership"} <= columns


def test_a_text_is_coded_to_its_list_and_anything_else_is_other() -> None:
    assert row(member(ethnicity="  jawa "))["ethnicity"] == "Jawa"
    assert row(member(ethnicity="Keluarga Pak Karto"))["ethnicity"] == "other"


def test_what_was_asked_and_left_empty_differs_from_what_was_not_asked() -> None:
    found = row(member(activity="school"))
    assert found["citizenship"] == "missing"
    assert found["employment"] is None


def test_who_stays_for_less_than_a_year_and_will_leave_is_counted_elsewhere() -> None:
    assert row(member(stay="will_leave"))["counted"] == records.NOT_RESIDENT
    assert row(member(stay="will_stay"))["counted"] == records.COUNTED


def test_who_was_born_after_the_day_is_not_counted_and_shows_no_age() -> None:
    said = member()
    said["roster"]["birth_date"] = "2030-06-02"
    assert (row(said)["counted"], row(said)["age"]) == (records.BORN_LATER, None)


def test_a_private_answer_replaces_the_persons_and_nobody_elses() -> None:
    told = {"members": [member(religion="islam"), {**member(religion="islam"), "person": "c"}]}
    told["members"][1]["roster"] |= {"nik": "3316991111900002"}
    records.override(told, {"nik": "", "answers": {"religion": "belief", "sex": "male"}}, "c")
    assert [row(one)["religion"] for one in told["members"]] == ["islam", "belief"]
    assert [row(one)["sex"] for one in told["members"]] == ["female", "male"]


def test_a_private_answer_of_somebody_whom_the_family_does_not_name_stays_aside() -> None:
    told = {"members": [member(religion="islam")]}
    records.override(told, {"nik": "3316991111900009", "answers": {"religion": "belief"}}, "zz")
    assert row(told["members"][0])["religion"] == "islam"


def test_every_value_of_a_row_stands_in_the_codebook() -> None:
    values = {(line[1], line[4]) for line in codebook.lines(codebook.columns([definition()]))}
    found = row(member(religion="declined", ethnicity="x", marital="married"))
    for key in ("religion", "ethnicity", "marital", "sex", "counted", "education"):
        assert (key, found[key]) in values
