"""Families of one, of twenty, of too many; members added, mended, removed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from tests.enumeration.family import Walker
from webapp.enumeration.models import Facts, RosterPage
from webapp.shared.db import db

NAMES = [f"Anggota {first}{second}" for first in "ABCDEFG" for second in "abcdefgh"]


def add(walker: Walker, name: str, **more: str) -> int:
    walker.open("/form/members/add")
    data = {"name": name, "relationship": "other", "nik": "", "no_nik": "undocumented", **more}
    return walker.post("/form/members/add", data).status_code


def test_a_family_of_twenty_is_sent(lettered: Walker, families: list[Any]) -> None:
    lettered.walk("/form/members")
    for name in NAMES[: 20 - families[0]["members"]]:
        assert add(lettered, name) == 200
    lettered.walk("/receipt/")
    assert db.session.scalars(select(Facts.persons)).one() == 20
    lettered.open("/form")
    assert "20 orang tercatat" in lettered.html


def test_the_forty_first_member_is_refused_kindly(lettered: Walker, families: list[Any]) -> None:
    lettered.walk("/form/members")
    statuses = [add(lettered, name) for name in NAMES[: 41 - families[0]["members"]]]
    assert set(statuses[:-1]) == {200}
    assert statuses[-1] == 422
    assert "kode 234" in lettered.html
    assert NAMES[40 - families[0]["members"]] in lettered.html


def test_a_double_tap_adds_one_person(lettered: Walker) -> None:
    lettered.walk("/form/members")
    before = db.session.scalar(select(func.count()).select_from(RosterPage))
    lettered.open("/form/members/add")
    data = {"name": "Bayi Baru", "relationship": "child", "nik": "", "no_nik": "newborn",
            "member": "0198b1a0-0000-7000-8000-000000000001"}  # fmt: skip
    lettered.post("/form/members/add", data)
    lettered.post("/form/members/add", data)
    assert db.session.scalar(select(func.count()).select_from(RosterPage)) == (before or 0) + 1


def test_who_was_added_by_mistake_is_removed_with_all_answers(lettered: Walker, families: list[Any]) -> None:
    lettered.walk("/form/members")
    add(lettered, "Tamu Keliru")
    n = families[0]["members"] + 1
    assert "Tamu Keliru" in lettered.html
    lettered.post("/form/members", {"remove": str(n)})
    assert "Tamu Keliru" not in lettered.html
    assert lettered.open(f"/form/person/{n}/identity").status_code == 404


def test_somebody_of_the_register_cannot_be_removed(lettered: Walker) -> None:
    lettered.walk("/form/members")
    lettered.post("/form/members", {"remove": "1"})
    assert lettered.status == 422
    assert "kode 121" in lettered.html


def test_an_added_member_is_mended(lettered: Walker, families: list[Any]) -> None:
    lettered.walk("/form/members")
    add(lettered, "Namanya Keliru")
    n = families[0]["members"] + 1
    data = {"name": "Namanya Benar", "relationship": "child", "nik": "", "no_nik": "newborn"}
    lettered.post(f"/form/members/{n}", data)
    assert "Namanya Benar" in lettered.html
    assert "Namanya Keliru" not in lettered.html


def test_two_heads_are_refused_and_nothing_typed_is_lost(lettered: Walker, families: list[Any]) -> None:
    lettered.walk("/form/members")
    people = {f"m{n}-relationship": "head" for n in range(1, families[0]["members"] + 1)}
    people |= {f"m{n}-presence": "present" for n in range(1, families[0]["members"] + 1)}
    if families[0]["members"] > 1:
        assert lettered.post("/form/members", people).status_code == 422
        assert "kode 232" in lettered.html
        assert "selected" in lettered.html


def test_a_family_that_has_moved_away_is_sent_without_persons(lettered: Walker) -> None:
    lettered.walk("/receipt/", {f"m{n}-presence": "moved" for n in range(1, 20)})
    assert db.session.scalars(select(Facts.persons)).one() == 0


def test_with_the_letter_the_names_are_there_and_without_it_initials_only(
    lettered: Walker, families: list[Any]
) -> None:
    from webapp.households import service as households

    household_id = households.find_by_pair(families[0]["nik"], families[0]["kk"])
    assert household_id is not None
    names = [person.name for person in households.roster(household_id)]
    lettered.walk("/form/members")
    assert all(name in lettered.html for name in names)
