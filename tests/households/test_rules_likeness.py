"""How alike two families are: the same people come first, and a slip of the pen does not hide them."""

from __future__ import annotations

import pytest

from webapp.households.rules.likeness import FEWEST_POINTS, Home, Someone, compare

SUMIRAH = Someone("Sumirah Lestari", "1985-03-12", "3316995203850001")
JOKO = Someone("Joko Santoso", "1983-07-01", "3316990107830002")
STRANGER = Someone("Wagiman", "1951-01-02", "3316990201510001")
OLD = Home("3316991203100001", "003", "Dukuh Krajan No. 7", (SUMIRAH, JOKO))


def test_the_same_people_with_a_new_card_stand_far_above_neighbours() -> None:
    now = Home("3316991203240009", "3", "Krajan", (SUMIRAH, JOKO))
    found = compare(now, OLD)
    assert (found.niks, found.same, found.same_rt, found.same_street) == (2, (0, 1), True, True)
    assert compare(now, Home("3316992203100007", "3", "Krajan", (STRANGER,))).points < FEWEST_POINTS


@pytest.mark.parametrize(
    "name", ["SUMIRAH LESTARI", "Lestari Sumirah", "Soemirah Lestari", "Sumirah Lestary"]
)
def test_a_name_written_otherwise_with_the_same_birth_date_is_the_same_person(name: str) -> None:
    found = compare(Home("", "", "", (Someone(name, SUMIRAH.birth_date, ""),)), OLD)
    assert (found.people, found.same) == (1, (0,))


@pytest.mark.parametrize(("nik", "near"), [
    ("3316995203850002", 1), ("3316995203580001", 1), ("3316995203850010", 1), ("3316995203850112", 0), ("", 0),
])  # fmt: skip
def test_one_wrong_digit_or_a_swap_is_nearly_the_same_number(nik: str, near: int) -> None:
    assert compare(Home("", "", "", (Someone("", "", nik),)), OLD).near_niks == near


def test_other_people_are_not_alike() -> None:
    found = compare(Home("3316992203100007", "9", "Ngelo", (STRANGER,)), OLD)
    assert found.points == 0
    assert found.same == ()


def test_two_people_of_the_same_name_are_told_apart_by_their_birth_dates() -> None:
    twins = Home("", "", "", (Someone("Siti", "1990-01-01", ""), Someone("Siti", "2010-05-05", "")))
    found = compare(Home("", "", "", (Someone("Siti", "2010-05-05", ""),)), twins)
    assert found.same == (1,)


def test_families_without_anybody_are_alike_to_nobody() -> None:
    assert compare(Home("", "", "", ()), OLD).points == 0
    assert compare(OLD, Home("", "", "", ())).points == 0
