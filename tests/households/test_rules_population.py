"""The made-up population against the figures of census.md section 8."""

from __future__ import annotations

import pytest

from webapp.households.rules import population
from webapp.households.rules.shares import VillageArea, apportion, shares

DAYS = 365.2425
VILLAGES = [population.VillageShare(f"33.16.01.{2001 + at}", at % 5 == 0, 500) for at in range(20)]


@pytest.fixture(scope="module")
def families() -> list[population.MadeUpFamily]:
    return [family for family in population.families_of(VILLAGES, seed=3) if family.in_register]


@pytest.fixture(scope="module")
def people(families: list[population.MadeUpFamily]) -> list[population.MadeUpPerson]:
    return [person for family in families for person in family.members]


def _age(person: population.MadeUpPerson) -> float:
    return (population.SNAPSHOT - person.birth_date).days / DAYS


def _percent(people: list[population.MadeUpPerson], low: float, high: float) -> float:
    return 100 * sum(low <= _age(person) < high for person in people) / len(people)


def test_families_have_336_persons_in_the_hundred(
    families: list[population.MadeUpFamily], people: list[population.MadeUpPerson]
) -> None:
    assert len(people) / len(families) == pytest.approx(3.36, abs=0.08)


def test_there_are_97_men_to_100_women(people: list[population.MadeUpPerson]) -> None:
    women = sum(person.sex == "female" for person in people)
    assert 100 * (len(people) - women) / women == pytest.approx(97, abs=3)


@pytest.mark.parametrize(
    ("low", "high", "percent"),
    # Under 15, from 60, and the generations of SP2020 by their age in 2020.
    [(0, 15, 19.8), (60, 130, 16.8), (75, 130, 2.6), (56, 75, 16.7), (40, 56, 23.3), (24, 40, 23.8), (8, 24, 23.7),
     (0, 8, 9.8)],
)  # fmt: skip
def test_ages_are_those_of_blora(
    people: list[population.MadeUpPerson], low: int, high: int, percent: float
) -> None:
    assert _percent(people, low, high) == pytest.approx(percent, abs=1.6)


def test_87_in_a_thousand_live_elsewhere(people: list[population.MadeUpPerson]) -> None:
    assert 100 * sum(person.lives_elsewhere for person in people) / len(people) == pytest.approx(8.7, abs=0.6)


def test_every_family_has_one_head_who_is_grown_up(families: list[population.MadeUpFamily]) -> None:
    for family in families:
        heads = [person for person in family.members if person.relationship == "head"]
        assert heads == [family.members[0]]
        assert _age(heads[0]) >= 19


def test_numbers_are_in_a_sub_district_that_does_not_exist(families: list[population.MadeUpFamily]) -> None:
    for family in families:
        numbers = [family.kk, family.card_kk, *(person.nik for person in family.members if person.nik)]
        assert all(number.startswith("331699") and len(number) == 16 for number in numbers)
        assert family.phone is None or (family.phone.startswith("+62860") and len(family.phone) == 14)


def test_no_number_is_given_twice(
    families: list[population.MadeUpFamily], people: list[population.MadeUpPerson]
) -> None:
    for numbers in (
        [person.nik for person in people if person.nik],
        [family.kk for family in families],
        [family.letter_number for family in families],
        [family.phone for family in families if family.phone],
    ):
        assert len(set(numbers)) == len(numbers)


def test_a_nik_tells_birth_date_and_sex(people: list[population.MadeUpPerson]) -> None:
    for person in people:
        if person.nik:
            day = int(person.nik[6:8])
            assert (day > 40) == (person.sex == "female")
            assert f"{day % 40:02}{person.nik[8:12]}" == f"{person.birth_date:%d%m%y}"


def test_some_have_no_phone_no_nik_yet_or_a_newer_card(
    families: list[population.MadeUpFamily], people: list[population.MadeUpPerson]
) -> None:
    without_phone = sum(family.phone is None for family in families) / len(families)
    assert without_phone == pytest.approx(1 - population.HAS_PHONE, abs=0.02)
    assert 0 < sum(person.nik is None for person in people) < len(people) / 100
    assert sum(family.card_kk != family.kk for family in families) / len(families) == pytest.approx(
        0.03, abs=0.01
    )


def test_families_newer_than_the_snapshot_are_not_in_the_register() -> None:
    new = [family for family in population.families_of(VILLAGES, seed=3) if not family.in_register]
    assert len(new) == pytest.approx(200, abs=50)
    assert all(family.letter_number is None and family.card_kk[6:12].endswith("26") for family in new)


def test_the_same_seed_gives_the_same_people_and_another_gives_others() -> None:
    small = [population.VillageShare("33.16.01.2001", False, 30)]
    first = list(population.families_of(small, seed=5))
    assert first == list(population.families_of(small, seed=5))
    assert first != list(population.families_of(small, seed=6))


def test_families_are_divided_exactly_and_towns_get_more() -> None:
    town = VillageArea("33.16.05.1001", "33.16.05", True, 4.0)
    desa = VillageArea("33.16.05.2001", "33.16.05", False, 4.0)
    forest = VillageArea("33.16.01.2001", "33.16.01", False, 40.0)
    divided = {share.code: share.households for share in shares([town, desa, forest], 1000)}
    assert sum(divided.values()) == 1000
    assert divided[town.code] == pytest.approx(2 * divided[desa.code], abs=2)
    assert apportion(7, [1, 1, 1]) == [3, 2, 2]
    assert apportion(0, [1, 2]) == [0, 0]


def test_neighbourhoods_have_30_to_60_families_at_full_size() -> None:
    for households in (100, 850, 3000):
        share = population.VillageShare("33.16.01.2001", False, households)
        assert 30 <= households / share.neighbourhoods <= 60
    assert population.VillageShare("33.16.01.2001", False, 2).neighbourhoods == 2
