"""The made-up register in the database: what the commands and other rooms get from it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from webapp.households import queries, service
from webapp.places import queries as place_queries
from webapp.places import service as places
from webapp.shared.db import db


def test_coverage_shows_every_expected_family(register: list[service.Sample]) -> None:
    rows = queries.coverage()
    assert len(rows) == 295
    assert queries.total(rows).expected == 300
    assert queries.total(rows).families == 300
    assert service.recount() == []


def test_samples_are_found_by_pair_and_by_letter(register: list[service.Sample]) -> None:
    assert len({sample["village_code"] for sample in register}) == 3
    for sample in register:
        household_id = service.find_by_letter(sample["letter_number"])
        assert household_id is not None
        assert service.find_by_pair(sample["nik"], sample["kk"]) == household_id
        assert service.head_birth_year(household_id) == sample["birth_year"]
        assert len(service.roster(household_id)) == sample["members"]
        assert service.phone(household_id) == sample["phone"]
        assert service.kk_number(household_id) == sample["kk"]


def test_a_household_lies_in_a_neighbourhood_of_its_village(register: list[service.Sample]) -> None:
    household_id = service.find_by_letter(register[0]["letter_number"])
    assert household_id is not None
    card = service.card(household_id)
    assert card.rt == "002"
    assert card.sls_id in {sls.id for sls in place_queries.sls_of([card.village_code])}


def test_nothing_personal_is_readable_in_the_rows(register: list[service.Sample]) -> None:
    household_id = service.find_by_letter(register[0]["letter_number"])
    assert household_id is not None
    door = service.doors([household_id])[household_id]
    stored = b"".join(
        bytes(str(tuple(row)), "utf-8") + b"".join(value for value in row if isinstance(value, bytes))
        for table in ("households", "persons", "household_events", "count_deltas", "sls")
        for row in db.session.execute(db.text(f"SELECT * FROM {table}"))
    )
    for plain in (register[0]["nik"], register[0]["kk"], door.head_name, door.address, str(door.phone)):
        assert plain.encode() not in stored


def test_the_same_demo_again_writes_nothing_and_another_size_is_refused(
    register: list[service.Sample],
) -> None:
    assert service.make_demo(300, seed=7) == 0
    with pytest.raises(service.RegisterNotEmpty):
        service.make_demo(301, seed=7)


def test_it_needs_the_reference_list_first(app: Flask) -> None:
    with pytest.raises(service.NoPlaces):
        service.make_demo(10, seed=1)


def test_identities_do_not_depend_on_the_database(register: list[service.Sample]) -> None:
    told = [sample["letter_number"] for sample in register]
    assert (told[0], told[2]) == ("1521002053", "2892026606")


def test_the_sample_command_prints_json_alone(register: list[service.Sample], app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["households", "sample", "--json", "--count", "2"])
    assert done.exit_code == 0
    printed = json.loads(done.stdout)
    assert [list(one) for one in printed] == [
        ["nik", "kk", "letter_number", "birth_year", "phone", "members", "village", "village_code"]
    ] * 2
    assert isinstance(printed[0]["birth_year"], int)
    assert isinstance(printed[0]["members"], int)


def test_samples_are_unclaimed_unless_asked(register: list[service.Sample]) -> None:
    household_id = service.find_by_letter(register[0]["letter_number"])
    assert household_id is not None
    service.mark_claimed(household_id)
    assert register[0] not in service.samples(300)
    assert service.samples(300, claimed=True) == [register[0]]


def test_the_demo_command_fills_an_empty_register(app: Flask) -> None:
    places.load_reference()
    run = app.test_cli_runner()
    assert run.invoke(args=["households", "demo", "--households", "40", "--seed", "2"]).exit_code == 0
    assert queries.register_total() == 40
    again = run.invoke(args=["households", "demo", "--households", "41"])
    assert again.exit_code == 2
    assert "empty var/" in again.stderr
