"""Finding a village by what people type, on plain values."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from webapp.places import rules

FILE = Path(rules.__file__).parent / "data" / "blora.csv"


@pytest.fixture(scope="module")
def lines() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def names(lines: list[dict[str, str]]) -> list[rules.VillageName]:
    by_code = {line["code"]: line["name"] for line in lines}
    return [
        rules.VillageName(line["code"], line["name"], by_code[rules.parent_of(line["code"])])
        for line in lines
        if line["kind"] in rules.VILLAGE_KINDS
    ]


def test_the_file_holds_one_regency_16_sub_districts_and_295_villages(lines: list[dict[str, str]]) -> None:
    kinds = [line["kind"] for line in lines]
    assert kinds.count(rules.REGENCY) == 1
    assert kinds.count(rules.SUB_DISTRICT) == 16
    assert kinds.count(rules.DESA) == 271
    assert kinds.count(rules.KELURAHAN) == 24


def test_every_place_lies_in_a_place_of_the_file(lines: list[dict[str, str]]) -> None:
    rows = rules.region_rows(lines)
    assert [row["code"] for row in rows if row["parent"] is None] == ["33.16"]


def test_it_refuses_a_file_whose_sub_district_is_missing(lines: list[dict[str, str]]) -> None:
    with pytest.raises(ValueError, match=r"33\.16\.05\.\d+: no place 33\.16\.05"):
        rules.region_rows([line for line in lines if line["code"] != "33.16.05"])


def test_a_repeated_name_gives_every_village_with_its_sub_district(names: list[rules.VillageName]) -> None:
    found = rules.find("Sumberejo", names)
    assert len(found) == 3
    assert all(name.name == "Sumberejo" for name in found)
    assert len({name.label for name in found}) == 3


def test_the_sub_district_decides_between_equal_names(names: list[rules.VillageName]) -> None:
    assert rules.find("sumberejo randublatung", names)[0].label == "Sumberejo, Kec. Randublatung"
    assert rules.find("Ds. SUMBEREJO, Kec. Randublatung", names)[0].sub_district == "Randublatung"


@pytest.mark.parametrize(
    "typed", ["klopoduwur", "KLOPO DUWUR", "klopodhuwur", "Klopoduwr", "Desa Klopoduwur"]
)
def test_spelling_does_not_hide_a_village(typed: str, names: list[rules.VillageName]) -> None:
    assert rules.find(typed, names)[0].name == "Klopoduwur"


@pytest.mark.parametrize("typed", ["", "   ", "desa", "\x00", "zzzzqqqq", "<script>", "😀", "a" * 100_000])
def test_nonsense_finds_nothing_and_never_fails(typed: str, names: list[rules.VillageName]) -> None:
    assert rules.find(typed, names) == []


def test_an_area_holds_itself_and_its_villages_only() -> None:
    assert rules.is_inside("33.16.05.2001", "33.16.05")
    assert rules.is_inside("33.16.05", "33.16.05")
    assert not rules.is_inside("33.16.05.2001", "33.16.0")
    assert not rules.is_inside("33.16.10", "33.16.1")
