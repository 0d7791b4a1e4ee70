"""Hard rules about a family as a whole: one head who lives here, nobody twice."""

from __future__ import annotations

import pytest

from webapp.questionnaire.rules import MOST_MEMBERS, FamilyRefused, Value, check_family, family_faults

HEAD: dict[str, Value] = {"presence": "present", "relationship": "head", "nik": "3316991708900001"}
CHILD: dict[str, Value] = {"presence": "new", "relationship": "child"}


def codes(*members: dict[str, Value]) -> list[tuple[str, tuple[int, ...]]]:
    return [(fault.code, fault.members) for fault in family_faults(members)]


def test_a_head_and_a_child_are_a_family() -> None:
    assert codes(HEAD, CHILD, CHILD) == []


def test_a_family_without_a_head_is_refused() -> None:
    assert codes(CHILD, CHILD) == [("231", (0, 1))]


def test_a_head_who_died_is_no_head() -> None:
    assert codes({**HEAD, "presence": "died"}, CHILD) == [("231", (1,))]


def test_a_family_that_moved_away_needs_no_head() -> None:
    assert codes({**HEAD, "presence": "moved"}, {**CHILD, "presence": "moved"}) == []


def test_two_heads_are_refused_and_named() -> None:
    assert codes(HEAD, CHILD, {**HEAD, "nik": "3316991708900002"}) == [("232", (0, 2))]


def test_the_same_nik_twice_is_refused_and_missing_ones_are_not() -> None:
    assert codes(HEAD, {**CHILD, "nik": HEAD["nik"]}, {**CHILD, "nik": ""}, {**CHILD, "nik": ""}) == [
        ("233", (0, 1))
    ]


def test_sixty_members_are_refused_and_twenty_are_not() -> None:
    assert codes(HEAD, *[CHILD] * 19) == []
    assert [code for code, _ in codes(HEAD, *[CHILD] * 59)] == ["234"]
    assert MOST_MEMBERS >= 20


def test_the_first_fault_is_raised_with_its_words() -> None:
    check_family([HEAD])
    with pytest.raises(FamilyRefused) as refused:
        check_family([CHILD])
    assert refused.value.message % refused.value.params
    assert refused.value.status == 422
