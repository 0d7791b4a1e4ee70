"""The reference list in the database, and what other rooms ask of it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from webapp.places import queries, service
from webapp.places.models import Holiday, Region
from webapp.shared.db import db, transaction


@pytest.fixture
def places(app: Flask) -> None:
    service.load_reference()


def test_a_second_load_writes_nothing_and_a_changed_row_is_put_right(app: Flask) -> None:
    first = service.load_reference()
    assert first.regions == 312
    assert first.holidays > 30
    assert service.load_reference() == (0, 0)
    with transaction():
        region = db.session.get(Region, "33.16.05.2001")
        assert region is not None
        region.name = "Salah"
    assert service.load_reference() == (1, 0)
    again = queries.village("33.16.05.2001")
    assert again is not None
    db.session.refresh(again)
    assert again.name != "Salah"


def test_sub_districts_and_villages_are_listed(places: None) -> None:
    assert [region.code for region in queries.sub_districts()] == [f"33.16.{n:02}" for n in range(1, 17)]
    cepu = queries.villages("33.16.05")
    assert len(cepu) == 17
    assert [region.name for region in cepu] == sorted(region.name for region in cepu)
    assert queries.villages("33.16.99") == []


def test_only_villages_are_villages(places: None) -> None:
    assert queries.village("33.16.05") is None
    assert queries.village("33.16.05.9999") is None
    found = queries.village("33.16.05.2001")
    assert found is not None
    assert found.parent == "33.16.05"


def test_a_label_names_village_and_sub_district(places: None) -> None:
    [found] = [name for name in queries.find_villages("sumberejo randublatung") if name.name == "Sumberejo"][
        :1
    ]
    assert queries.village_label(found.code) == "Sumberejo, Kec. Randublatung"
    assert queries.village_label("33.16.99.2001") == "33.16.99.2001"


def test_neighbourhoods_are_made_once_and_found_with_and_without_rw(places: None) -> None:
    village = "33.16.05.2001"
    made = service.ensure_sls(
        [service.SlsPlace(village, "001", "001"), service.SlsPlace(village, "002", "001")]
    )
    assert service.ensure_sls([service.SlsPlace(village, "001", "001")]) == {
        (village, "001", "001"): made[village, "001", "001"]
    }
    named = service.resolve_sls([(village, "", "002"), (village, "", "003")])
    assert named[village, "", "002"] == made[village, "001", "002"]
    assert len(queries.sls_of([village])) == 3
    found = queries.find_sls(village, "001")
    assert found is not None
    assert found.id == made[village, "001", "001"]
    service.ensure_sls([service.SlsPlace(village, "001", "002")])
    assert queries.find_sls(village, "001") is None  # which RT 001 is meant cannot be known


def test_holidays_say_where_their_date_comes_from(places: None) -> None:
    year = queries.holidays(date(2026, 1, 1), date(2026, 12, 31))
    assert year[date(2026, 8, 17)].kind == "fixed"
    assert year[date(2026, 3, 21)].kind == "estimate"
    assert all(holiday.source for holiday in db.session.scalars(db.select(Holiday)))
    assert queries.holidays(date(2026, 8, 18), date(2026, 8, 18)) == {}


def test_commands_load_list_and_find(app: Flask) -> None:
    run = app.test_cli_runner()
    assert run.invoke(args=["places", "list"]).exit_code == 1
    assert "312 regions" in run.invoke(args=["places", "load"]).stderr
    assert len(run.invoke(args=["places", "list"]).stdout.splitlines()) == 16
    assert "33.16.05.2001\t" in run.invoke(args=["places", "list", "--sub-district", "33.16.05"]).stdout
    assert "Klopoduwur" in run.invoke(args=["places", "find", "klopo duwur"]).stdout
    assert run.invoke(args=["places", "list", "--sub-district", "x"]).exit_code == 1
