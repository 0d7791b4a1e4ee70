"""Taking in a register: what is written, what is left alone, what is refused."""

from __future__ import annotations

import csv
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from tests.households.register_csv import made_up_rows, write
from webapp.households import queries, service
from webapp.households.rules.population import VillageShare
from webapp.places import service as places

CsvRow = dict[str, str]


@pytest.fixture
def rows(app: Flask) -> list[CsvRow]:
    places.load_reference()
    return made_up_rows()


def _import(tmp_path: Path, rows: list[CsvRow]) -> service.Imported:
    return service.import_register(write(tmp_path / "register.csv", rows))


def _errors(done: service.Imported) -> list[tuple[str, str, str]]:
    if done.errors is None:
        return []
    with done.errors.open(encoding="utf-8") as file:
        return [(row["line"], row["column"], row["code"]) for row in csv.DictReader(file)]


def _household(row: CsvRow) -> UUID:
    found = service.find_by_pair(row["nik"], row["kk"])
    assert found is not None
    return found


def _roster(row: CsvRow) -> list[str]:
    return [person.name for person in service.roster(_household(row))]


def test_every_person_of_the_file_stands_in_the_register(tmp_path: Path, rows: list[CsvRow]) -> None:
    done = _import(tmp_path, rows)
    assert (done.lines, done.families, done.rejected, done.errors) == (len(rows), 20, 0, None)
    first = rows[0]
    members = [row for row in rows if row["kk"] == first["kk"]]
    household_id = _household(first)
    roster = service.roster(household_id)
    assert [(p.nik or "", p.name, p.sex, str(p.birth_date), p.relationship) for p in roster] == [
        (row["nik"], row["name"], row["sex"], row["birth_date"], row["relationship"]) for row in members
    ]
    card = service.card(household_id)
    assert (card.village_code, f"{card.rt}/{card.rw}") == (first["village_code"], first["rt"])
    assert service.address(household_id) == first["address"]
    assert service.phone(household_id) == (first["phone"] or None)
    assert queries.total(queries.coverage()).expected == 20
    assert service.recount() == []


def test_a_repeated_file_changes_nothing(tmp_path: Path, rows: list[CsvRow]) -> None:
    _import(tmp_path, rows)
    letters = [sample["letter_number"] for sample in service.samples(50)]
    again = _import(tmp_path, rows)
    assert (again.families, again.changed, again.rejected) == (0, 0, 0)
    assert [sample["letter_number"] for sample in service.samples(50)] == letters


def test_a_changed_row_updates_the_register(tmp_path: Path, rows: list[CsvRow]) -> None:
    _import(tmp_path, rows)
    changed = [dict(row) for row in rows]
    changed[0]["name"] = "Sri Mulyani"
    done = _import(tmp_path, changed)
    assert (done.families, done.changed, done.rejected) == (0, 1, 0)
    assert _roster(rows[0])[0] == "Sri Mulyani"


def test_a_family_that_moves_is_counted_in_its_new_village(tmp_path: Path, rows: list[CsvRow]) -> None:
    _import(tmp_path, rows)
    moved = [row | {"village_code": "33.16.01.2001", "rt": "4", "address": "Dukuh Baru No. 1"} for row in rows
             if row["kk"] == rows[0]["kk"]]  # fmt: skip
    assert _import(tmp_path, moved).changed == 1
    card = service.card(_household(rows[0]))
    assert (card.village_code, card.rt) == ("33.16.01.2001", "004")
    assert service.address(card.id) == "Dukuh Baru No. 1"
    expected = {row.village_code: row.expected for row in queries.coverage() if row.expected}
    assert expected == {"33.16.01.2001": 1, "33.16.05.2001": 11, "33.16.09.1006": 8}
    assert service.recount() == []


def test_a_claimed_familys_roster_is_never_changed(tmp_path: Path, rows: list[CsvRow]) -> None:
    _import(tmp_path, rows)
    before = _roster(rows[0])
    service.mark_claimed(_household(rows[0]))
    changed = [dict(row) for row in rows]
    changed[0]["name"] = "Orang Lain"
    newborn = rows[0] | {"nik": "", "name": "Bayi Baru", "birth_date": "2026-01-05", "relationship": "child"}
    done = _import(tmp_path, [*changed, newborn])
    assert _roster(rows[0]) == before
    assert _errors(done) == [("2", "", "832"), (str(len(rows) + 2), "", "832")]
    assert _import(tmp_path, rows).rejected == 0


def test_a_claimed_familys_address_stays_too(tmp_path: Path, rows: list[CsvRow]) -> None:
    _import(tmp_path, rows)
    service.mark_claimed(_household(rows[0]))
    family = [row | {"address": "Jl. Lain No. 1"} for row in rows if row["kk"] == rows[0]["kk"]]
    done = _import(tmp_path, family)
    assert {(column, code) for _line, column, code in _errors(done)} == {("address", "832")}
    assert service.address(_household(rows[0])) == rows[0]["address"]


def test_a_person_moves_to_the_card_that_has_them_now(tmp_path: Path, rows: list[CsvRow]) -> None:
    _import(tmp_path, rows)
    first, other = rows[0], next(row for row in rows if row["kk"] != rows[0]["kk"])
    mover = next(row for row in reversed(rows) if row["kk"] == other["kk"] and row["nik"])
    place = {name: first[name] for name in ("kk", "village_code", "rt", "address")}
    done = _import(tmp_path, [mover | place | {"relationship": "other"}])
    assert done.rejected == 0
    assert mover["name"] in _roster(first)
    assert service.find_by_pair(mover["nik"], other["kk"]) is None


def test_a_card_that_loses_its_last_member_is_not_expected_any_more(
    tmp_path: Path, rows: list[CsvRow]
) -> None:
    _import(tmp_path, rows)
    old = rows[0]["kk"]
    old_household = _household(rows[0])
    new_card = [row | {"kk": "3316991502260001"} for row in rows if row["kk"] == old and row["nik"]]
    assert _import(tmp_path, new_card).families == 1
    left = service.roster(old_household)
    assert service.card(old_household).state == ("expected" if left else "ineligible")
    assert len(service.roster(_household(new_card[0]))) == len(new_card)
    assert service.recount() == []


def test_somebody_in_a_claimed_family_is_not_taken_away(tmp_path: Path, rows: list[CsvRow]) -> None:
    _import(tmp_path, rows)
    service.mark_claimed(_household(rows[0]))
    done = _import(tmp_path, [rows[0] | {"kk": "3316991502260002"}])
    assert _errors(done) == [("2", "nik", "833")]


def test_a_family_that_recorded_itself_waits_for_a_coordinator(tmp_path: Path, rows: list[CsvRow]) -> None:
    service.create_unmatched(rows[0]["village_code"], "001", rows[0]["nik"], rows[0]["kk"], "web")
    family = [row for row in rows if row["kk"] == rows[0]["kk"]]
    done = _import(tmp_path, family)
    assert {code for _line, _column, code in _errors(done)} == {"834"}
    assert queries.register_total() == 0


def test_a_nik_that_comes_later_completes_the_person(tmp_path: Path, rows: list[CsvRow]) -> None:
    newborn = rows[0] | {"nik": "", "name": "Bayi Baru", "birth_date": "2025-11-05", "relationship": "child"}
    _import(tmp_path, [rows[0], newborn])
    assert _import(tmp_path, [rows[0], newborn]).changed == 0
    _import(tmp_path, [rows[0], newborn | {"nik": "3316990511250009"}])
    assert [person.nik for person in service.roster(_household(rows[0]))] == [
        rows[0]["nik"],
        "3316990511250009",
    ]


def test_lines_of_a_family_far_apart_come_together(tmp_path: Path, rows: list[CsvRow]) -> None:
    many = made_up_rows(seed=12, villages=[VillageShare("33.16.05.2001", False, 400)])
    apart = [*many[1:], many[0]]
    done = _import(tmp_path, apart)
    assert done.rejected == 0
    assert sorted(_roster(many[0])) == sorted(row["name"] for row in many if row["kk"] == many[0]["kk"])
    assert _import(tmp_path, apart).changed == 0
