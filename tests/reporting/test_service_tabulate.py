"""Published tables as files."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from bench import sealed
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.households.models import Household
from webapp.places import service as places
from webapp.reporting.rules.tables import TABLES
from webapp.reporting.service import build, tabulate
from webapp.shared.db import db, transaction


@pytest.fixture
def built(app: Flask, tmp_path: Path) -> Path:
    """A build of 300 families in one village."""
    places.load_reference()
    enumeration.ensure_stages(demo=True)
    households.make_demo(300, seed=7)
    with transaction():
        db.session.execute(Household.__table__.update().values(village_code="33.16.05.2001"))  # type: ignore[attr-defined]
    sealed.send_all()
    build.build(tmp_path / "build")
    return tmp_path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_writes_every_table_of_the_list_and_its_structure(built: Path, app: Flask) -> None:
    source, out = built / "build", built / "out"
    done = app.test_cli_runner().invoke(
        args=["reporting", "tables", "--from", str(source), "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    for table in TABLES:
        if not table.sensitive:
            assert read(out / f"{table.key}.csv")
        structure = json.loads((out / f"{table.key}.structure.json").read_text())["data"]
        lists = {one["id"]: {code["id"] for code in one["codes"]} for one in structure["codelists"]}
        for row in read(out / f"{table.key}.sdmx.csv"):
            assert row["REF_AREA"] in lists["CL_AREA"]
            assert all(row[column.upper()] in lists[f"CL_{column.upper()}"] for column in table.columns)
        ids = [code for codes in lists.values() for code in codes]
        assert all(re.fullmatch(r"[A-Za-z0-9_]+", code) for code in ids)
    told = json.loads((out / "metadata.json").read_text())
    assert [table["file"] for table in told["tables"]] == [f"{table.key}.csv" for table in TABLES]


def test_figures_are_near_the_truth_with_both_codes_and_the_same_again(built: Path) -> None:
    tabulate.publish(built / "build", built / "a")
    tabulate.publish(built / "build", built / "b")
    rows = read(built / "a/age_sex.csv")
    persons = json.loads((built / "build/build.json").read_text())["persons_counted"]
    total = next(row for row in rows if row["Kelompok umur"] == row["Jenis kelamin"] == "Jumlah")
    assert abs(int(total["Banyaknya"]) - persons) <= 4
    village = next(row for row in rows if row["Kode"] == "33.16.05.2001")
    assert re.fullmatch(r"\d{10}", village["Kode BPS"])
    assert {row["Banyaknya"] for row in rows}.isdisjoint({"1", "2"})
    names = sorted(path.name for path in (built / "a").iterdir())
    assert all((built / "a" / name).read_bytes() == (built / "b" / name).read_bytes() for name in names)


def test_a_sensitive_table_of_a_place_too_small_is_empty(built: Path) -> None:
    tabulate.publish(built / "build", built / "out")
    assert read(built / "out/religion.csv") == []


def test_nothing_is_written_where_somebody_would_be_given_away(
    built: Path, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise tabulate.protect.StillGivenAway

    monkeypatch.setattr(tabulate.protect, "protect", refuse)
    words = ["reporting", "tables", "--from", str(built / "build"), "--out", str(built / "out")]
    assert app.test_cli_runner().invoke(args=words).exit_code == 1
    assert not (built / "out").exists()


def test_without_a_build_the_command_says_what_to_do(app: Flask, tmp_path: Path) -> None:
    words = ["reporting", "tables", "--from", str(tmp_path), "--out", str(tmp_path / "out")]
    done = app.test_cli_runner().invoke(args=words)
    assert (done.exit_code, "reporting build" in done.output) == (2, True)
