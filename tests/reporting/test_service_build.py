"""The statistics build: from sealed versions to tables without names, the same bytes each time."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from bench import sealed
from config import CHECKOUT
from tests.enumeration.family import Walker
from tests.enumeration.hands import alone, office_reads
from tests.private.conftest import Census, census
from webapp.enumeration.models import Version
from webapp.households import service as households
from webapp.households.models import Household
from webapp.reporting.service import build
from webapp.shared import keyring
from webapp.shared.db import db, transaction

__all__ = ["census"]


def rows(folder: Path, table: str = "persons") -> list[dict[str, Any]]:
    found = duckdb.execute(f"SELECT * FROM '{folder / table}.parquet'")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_what_a_family_sent_by_its_phone_stands_in_the_tables(
    sent: Walker, app: Flask, tmp_path: Path
) -> None:
    told = office_reads(app)
    figures = build.build(tmp_path)
    families, persons = rows(tmp_path, "families"), rows(tmp_path)
    assert (figures["families"], figures["persons"]) == (1, 1) == (len(families), len(persons))
    assert families[0]["water"] == told["household"]["water"]
    assert persons[0]["sex"] == (told["members"][0]["answers"] | told["members"][0]["roster"])["sex"]
    assert persons[0]["bps_code"] != ""
    assert figures["sha256"].keys() == set(build.FILES)


def test_no_name_number_or_address_reaches_a_file(sent: Walker, app: Flask, tmp_path: Path) -> None:
    told = office_reads(app)
    build.build(tmp_path)
    written = json.dumps(rows(tmp_path) + rows(tmp_path, "families"))
    roster = told["members"][0]["roster"]
    for secret in (roster["name"], roster["nik"], roster["birth_date"], told["address"]["street"]):
        assert str(secret) not in written
        assert all(str(secret).encode() not in path.read_bytes() for path in tmp_path.iterdir())
    assert [path.name for path in tmp_path.iterdir() if path.name not in (*build.FILES, "build.json")] == []


def test_the_same_answers_give_the_same_bytes(families: list[Any], tmp_path: Path) -> None:
    persons = sealed.send_all()
    first, again = build.build(tmp_path / "a"), build.build(tmp_path / "b")
    assert first == again
    assert first["persons"] == persons > 24


def test_a_correction_takes_the_place_of_what_it_mends_and_the_desks_choice_holds(
    families: list[Any], tmp_path: Path
) -> None:
    sealed.send_all()
    before = build.build(tmp_path)["persons"]
    family = db.session.scalars(select(Household.id).limit(1)).one()
    people = households.rosters([family])[family]
    short = sealed.told_of(people[:1], Random(5))
    mended = sealed.version_row(family, short, number=2)
    with transaction():
        db.session.execute(insert(Version).values(mended))
    assert build.build(tmp_path)["persons"] == before - len(people) + 1
    with transaction():
        db.session.execute(update(Version).where(Version.id == mended["id"]).values(conflicting=True))
    assert build.build(tmp_path)["persons"] == before


def test_a_private_answer_stands_in_the_table_instead_of_the_familys(census: Census, tmp_path: Path) -> None:
    walker = Walker(census.app.test_client(), census.family, letter=True)
    walker.walk("/receipt/", {**alone(), "religion": "islam"})
    build.build(tmp_path)
    assert [row["religion"] for row in rows(tmp_path)] == ["islam"]
    census.answered(religion="belief")
    build.build(tmp_path)
    assert [row["religion"] for row in rows(tmp_path)] == ["belief"]


def test_who_stands_in_two_families_by_the_nik_is_told_as_a_figure(
    families: list[Any], tmp_path: Path
) -> None:
    sealed.send_all()
    assert build.build(tmp_path)["niks_in_several_families"] == 0
    first, second = db.session.scalars(select(Household.id).order_by(Household.id).limit(2)).all()
    people = households.rosters([first, second])
    both = sealed.told_of([people[first][0], *people[second]], Random(5))
    with transaction():
        db.session.execute(insert(Version).values(sealed.version_row(second, both, number=2)))
    assert build.build(tmp_path)["niks_in_several_families"] == 1


def test_another_offices_key_opens_nothing(sent: Walker, app: Flask, tmp_path: Path) -> None:
    private = keyring.X25519PrivateKey.generate().private_bytes_raw()
    (tmp_path / "office.key").write_text(f"catat-key:demo:office:{base64.b64encode(private).decode()}\n")
    with pytest.raises(keyring.KeysUnusable, match="not the key"):
        keyring.load_office(tmp_path, build.keyring().office_public, demo=True)


def test_the_command_says_what_it_has_built(sent: Walker, app: Flask, tmp_path: Path) -> None:
    done = app.test_cli_runner().invoke(
        args=["reporting", "build", "--out", str(tmp_path), "--on", "2030-06-01"]
    )
    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "build.json").read_text())["census_day"] == "2030-06-01"


def test_web_workers_never_import_duckdb() -> None:
    program = "import sys, webapp.app; print('duckdb' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
