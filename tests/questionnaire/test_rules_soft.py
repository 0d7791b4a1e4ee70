"""Soft checks as a truth table, and the promise that they never raise and never block."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.questionnaire.people import DAY
from webapp.questionnaire.rules import SOFT_CHECKS, doubts_about, family_doubts, family_faults
from webapp.questionnaire.rules.soft import HEAD
from webapp.questionnaire.service import definition, doubt_text

MAN = {"presence": "present", "relationship": "head", "sex": "male", "birth_date": "1980-03-04"}
TABLE: list[tuple[str, dict[str, str], bool]] = [
    ("spouse_same_sex", {"relationship": "spouse", "sex": "male"}, True),
    ("spouse_same_sex", {"relationship": "spouse", "sex": "female"}, False),
    ("spouse_same_sex", {"relationship": "child", "sex": "male"}, False),
    ("spouse_same_sex", {"relationship": "spouse"}, False),
    ("child_too_near", {"relationship": "child", "birth_date": "1990-03-03"}, True),
    ("child_too_near", {"relationship": "child", "birth_date": "1990-03-04"}, False),
    ("child_too_near", {"relationship": "child", "birth_date": "1975-01-01"}, True),
    ("child_too_near", {"relationship": "child_in_law", "birth_date": "1981-01-01"}, False),
    ("child_too_near", {"relationship": "child"}, False),
    ("married_young", {"marital": "married", "birth_date": "2010-11-23"}, True),
    ("married_young", {"marital": "widowed", "birth_date": "2010-11-23"}, True),
    ("married_young", {"marital": "married", "birth_date": "2010-11-22"}, False),
    ("married_young", {"marital": "never", "birth_date": "2015-01-01"}, False),
    ("married_young", {"marital": "married"}, False),
    ("head_young", {"relationship": "head", "birth_date": "2011-11-23"}, True),
    ("head_young", {"relationship": "head", "birth_date": "2011-11-22"}, False),
    ("head_young", {"relationship": "child", "birth_date": "2020-01-01"}, False),
    ("doctor_young", {"education": "doctor", "birth_date": "2000-11-23"}, True),
    ("doctor_young", {"education": "doctor", "birth_date": "2000-11-22"}, False),
    ("doctor_young", {"education": "master", "birth_date": "2003-01-01"}, False),
    ("birth_date_unlike_nik", {"nik": "3316991708900001", "birth_date": "1990-08-17"}, False),
    ("birth_date_unlike_nik", {"nik": "3316995708900001", "birth_date": "1990-08-17"}, False),
    ("birth_date_unlike_nik", {"nik": "3316991708900001", "birth_date": "1990-08-18"}, True),
    ("birth_date_unlike_nik", {"nik": "3316991708200001", "birth_date": "1920-08-17"}, False),
    ("birth_date_unlike_nik", {"nik": "3316993913900001", "birth_date": "1990-08-17"}, True),
    ("birth_date_unlike_nik", {"nik": "3316991708900001"}, False),
    ("sex_unlike_nik", {"nik": "3316991708900001", "sex": "female"}, True),
    ("sex_unlike_nik", {"nik": "3316995708900001", "sex": "female"}, False),
    ("sex_unlike_nik", {"nik": "3316995708900001", "sex": "male"}, True),
    ("sex_unlike_nik", {"nik": "3316993913900001", "sex": "female"}, False),
    ("sex_unlike_nik", {"sex": "female"}, False),
]


def fired(*members: dict[str, Any]) -> list[tuple[int, str]]:
    return [(doubt.at, doubt.check.key) for doubt in family_doubts(members, DAY)]


@pytest.mark.parametrize(("key", "said", "fires"), TABLE)
def test_a_check_fires_exactly_when_its_answers_are_odd(key: str, said: dict[str, str], fires: bool) -> None:
    found = {doubt.check.key for doubt in doubts_about(said, DAY, MAN)}
    assert (key in found) is fires


def test_the_table_tries_every_check_both_ways() -> None:
    assert {(key, fires) for key, _said, fires in TABLE} == {
        (key, fires) for key in SOFT_CHECKS for fires in (True, False)
    }


def test_a_plausible_family_is_asked_nothing() -> None:
    wife = {
        **MAN,
        "relationship": "spouse",
        "sex": "female",
        "nik": "3316994403820001",
        "birth_date": "1982-03-04",
    }
    child = {"presence": "new", "relationship": "child", "sex": "male", "birth_date": "2020-01-01"}
    assert fired(MAN, wife, child) == []


def test_who_moved_away_or_died_is_not_asked_about() -> None:
    husband = {**MAN, "relationship": "spouse", "presence": "died"}
    assert fired(MAN, husband) == []
    assert fired({**MAN, "presence": "moved"}, {**MAN, "relationship": "spouse"}) == []


def test_with_two_heads_nobody_is_compared() -> None:
    assert fired(MAN, MAN, {**MAN, "relationship": "spouse"}) == []


def test_what_it_was_asked_about_changes_with_those_answers_only() -> None:
    said = {"marital": "married", "birth_date": "2012-01-01", "birth_place": "Blora"}
    (before,) = doubts_about(said, DAY)
    (same,) = doubts_about({**said, "birth_place": "Pati"}, DAY)
    (other,) = doubts_about({**said, "birth_date": "2013-01-01"}, DAY)
    assert before.about == same.about == ("2012-01-01", "married")
    assert other.about != before.about


def test_every_check_looks_at_questions_that_exist() -> None:
    questions = definition().questions
    for check in SOFT_CHECKS.values():
        assert {check.field, *check.looks_at, *check.with_head} <= questions.keys()
        assert check.field in check.looks_at


@pytest.mark.parametrize("voice", ["self", "proxy", "doorstep"])
def test_every_check_is_worded_with_names_and_ages(voice: Any) -> None:
    for key, said, fires in TABLE:
        for doubt in doubts_about(said, DAY, MAN) if fires else ():
            text = doubt_text(doubt, voice, "id", name="Siti {head} 100%", head="Budi")
            assert ("Siti" in text) is (voice != "self")
            assert ("Budi" in text) is bool(doubt.check.with_head), key
            assert "%(" not in text
            assert voice != "self" or HEAD not in text


KEYS = sorted({"presence", "nik", *(k for c in SOFT_CHECKS.values() for k in c.looks_at + c.with_head)})
WORDS = ["present", "new", "head", "spouse", "child", "male", "female", "married", "doctor", ""]
VALUE = st.one_of(
    st.sampled_from(WORDS), st.text(max_size=20), st.integers(), st.dates().map(str),
    st.text("0123456789", min_size=16, max_size=16),
)  # fmt: skip
MEMBER = st.dictionaries(st.sampled_from(KEYS), VALUE)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MEMBER, max_size=6))
def test_whatever_was_told_it_never_raises_and_never_blocks(members: list[dict[str, Any]]) -> None:
    before = [dict(member) for member in members]
    hard = [fault.code for fault in family_faults(members)]
    for doubt in family_doubts(members, DAY):
        assert members[doubt.at].get("presence") in ("present", "new")
        assert doubt_text(doubt, "proxy", "en", name="A", head="B")
    assert members == before
    assert [fault.code for fault in family_faults(members)] == hard
