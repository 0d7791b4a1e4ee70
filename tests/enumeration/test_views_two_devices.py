"""Two devices at once: the later save sees what the other has changed, and nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.enumeration.family import PIN, Walker
from tests.enumeration.hands import alone, filled

IDENTITY, MEMBERS = "/form/person/1/identity", "/form/members"


@pytest.fixture
def other(lettered: Walker, new_browser: Callable[..., Walker], families: list[Any]) -> Walker:
    """The same family on a second phone, the first one being at the first person's page."""
    lettered.walk(IDENTITY, alone())
    walker = new_browser(families[0])
    walker.open("/")
    walker.press()
    walker.post("/pin", {"pin": PIN})
    return walker


def both_opened(first: Walker, second: Walker, path: str) -> None:
    for walker in (first, second):
        walker.open(path)


def test_both_answers_stand_side_by_side_and_nothing_is_saved(lettered: Walker, other: Walker) -> None:
    both_opened(lettered, other, IDENTITY)
    lettered.post(IDENTITY, filled(lettered, birth_place="Pati"))
    other.post(IDENTITY, filled(other, birth_place="Kupang"))
    assert other.status == 409
    assert "<td>Kupang</td><td>Pati</td>" in other.html
    assert 'value="Kupang"' in other.html
    lettered.open(IDENTITY)
    assert 'value="Pati"' in lettered.html


def test_choosing_the_saved_one_shows_it(lettered: Walker, other: Walker) -> None:
    both_opened(lettered, other, IDENTITY)
    lettered.post(IDENTITY, filled(lettered, birth_place="Pati"))
    other.post(IDENTITY, filled(other, birth_place="Kupang"))
    assert f'href="{IDENTITY}"' in other.html
    other.open(IDENTITY)
    assert 'value="Pati"' in other.html


def test_pressing_again_chooses_ones_own(lettered: Walker, other: Walker) -> None:
    both_opened(lettered, other, IDENTITY)
    lettered.post(IDENTITY, filled(lettered, birth_place="Pati"))
    other.post(IDENTITY, filled(other, birth_place="Kupang"))
    other.post(IDENTITY, filled(other, birth_place="Kupang"))
    assert other.path == "/form/person/1/culture"


def test_the_same_answers_from_both_are_no_conflict(lettered: Walker, other: Walker) -> None:
    both_opened(lettered, other, IDENTITY)
    lettered.post(IDENTITY, filled(lettered, birth_place="Pati"))
    other.post(IDENTITY, filled(other, birth_place="Pati"))
    assert other.path == "/form/person/1/culture"


def test_mending_an_error_does_not_overwrite_what_came_in_between(lettered: Walker, other: Walker) -> None:
    both_opened(lettered, other, IDENTITY)
    wrong = filled(other, birth_place="Kupang") | {"birth_date-day": ["45"]}
    lettered.post(IDENTITY, filled(lettered, birth_place="Pati"))
    other.post(IDENTITY, wrong)
    assert other.status == 422
    other.post(IDENTITY, filled(other, **{"birth_place": "Kupang", "birth_date-day": "4"}))
    assert other.status == 409
    assert "<td>Kupang</td><td>Pati</td>" in other.html


def test_the_list_of_members_shows_both_and_whom_it_is_about(lettered: Walker, other: Walker) -> None:
    both_opened(lettered, other, MEMBERS)
    lettered.post(MEMBERS, filled(lettered, **{"m2-presence": "died"}))
    other.post(MEMBERS, filled(other, **{"m2-presence": "present"}))
    assert other.status == 409
    assert "<td>Tinggal di sini" in other.html or "<td>Tinggal bersama" in other.html
    assert "<td>Meninggal" in other.html
    other.post(MEMBERS, filled(other, **{"m2-presence": "present"}))
    assert other.status == 200


def test_mending_errors_in_the_list_does_not_overwrite_either(lettered: Walker, other: Walker) -> None:
    both_opened(lettered, other, MEMBERS)
    wrong = filled(other, **{"m2-presence": "present", "m1-presence": "nonsense"})
    lettered.post(MEMBERS, filled(lettered, **{"m2-presence": "died"}))
    other.post(MEMBERS, wrong)
    assert other.status == 422
    other.post(MEMBERS, filled(other, **{"m2-presence": "present", "m1-presence": "present"}))
    assert other.status == 409


def test_an_added_member_is_mended_by_one_at_a_time(
    lettered: Walker, other: Walker, families: list[Any]
) -> None:
    lettered.open("/form/members/add")
    lettered.post(
        "/form/members/add", {"name": "Bayi", "relationship": "child", "nik": "", "no_nik": "newborn"}
    )
    path = f"/form/members/{families[0]['members'] + 1}"
    both_opened(lettered, other, path)
    lettered.post(path, filled(lettered, name="Bayi Satu"))
    other.post(path, filled(other, name="Bayi Dua"))
    assert other.status == 409
    assert "<td>Bayi Dua</td><td>Bayi Satu</td>" in other.html
    lettered.open(MEMBERS)
    assert "Bayi Satu" in lettered.html
    other.post(path, filled(other, name="Bayi Dua"))
    lettered.open(MEMBERS)
    assert "Bayi Dua" in lettered.html
