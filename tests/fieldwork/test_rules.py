"""Outcomes as data, masked names, and who gets the next stop."""

from __future__ import annotations

import pytest

from webapp.fieldwork import rules
from webapp.fieldwork.service import outcomes
from webapp.households.rules import DOOR_KINDS

CENSUS = {"completed", "partial", "not_at_home", "appointment", "refused_soft", "refused_hard", "moved",
          "building_gone", "not_found", "access_blocked", "other_language", "letter"}  # fmt: skip


def test_every_outcome_of_the_census_is_there_with_an_effect_that_exists() -> None:
    assert set(outcomes()) == CENSUS
    for one in outcomes().values():
        assert one.case in DOOR_KINDS or (one.code == "completed" and not one.button)
    assert [one.code for one in outcomes().values() if one.ends] == ["refused_hard", "moved", "building_gone"]


def test_a_doubled_outcome_is_refused() -> None:
    table = outcomes()["moved"]._asdict()
    with pytest.raises(ValueError, match="twice"):
        rules.read_outcomes({"outcome": [table, table]})


@pytest.mark.parametrize(
    ("name", "masked"), [("Agus Santoso", "A··· S······"), ("S", "S"), ("", ""), ("  a  b ", "a b")]
)
def test_a_name_is_masked_to_initials_and_length(name: str, masked: str) -> None:
    assert rules.mask_name(name) == masked


def test_the_next_stop_goes_to_whoever_has_fewest() -> None:
    assert rules.least_busy(["a", "b", "c"], {"a": 2, "b": 1, "c": 1}, key=str) == "b"
    assert rules.least_busy(["a", "b"], {"a": 1}, key=str) == "b"
    assert rules.least_busy([], {}, key=str) is None
