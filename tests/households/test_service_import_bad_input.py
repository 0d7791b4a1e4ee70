"""Files that are wrong, damaged or hostile: each bad line is told by number and code, the others are taken."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from config import CHECKOUT
from tests.households.register_csv import COLUMNS, made_up_rows, write
from webapp.households import queries, service
from webapp.households.rules import family_rows, intake
from webapp.places import service as places

CsvRow = dict[str, str]
HEADER = ",".join(COLUMNS)
ROW = {
    "kk": "3316991101010001", "nik": "3316991108800001", "name": "Slamet", "sex": "1", "birth_date": "1980-08-11",
    "relationship": "1", "village_code": "33.16.05.2001", "rt": "1", "address": "Dukuh Krajan", "phone": "",
}  # fmt: skip


@pytest.fixture
def rows(app: Flask) -> list[CsvRow]:
    places.load_reference()
    return made_up_rows()


def _codes(done: service.Imported) -> list[str]:
    return done.errors.read_text().splitlines()[1:] if done.errors else []


def _import_text(tmp_path: Path, text: str) -> service.Imported:
    file = tmp_path / "register.csv"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    return service.import_register(file)


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("kk", "33169911010100", "811"), ("kk", "", "811"), ("kk", "3.31699E+15", "811"), ("kk", "0" * 16, "811"),
        ("nik", "331699110101000a", "812"), ("nik", "1" * 17, "812"),
        ("name", "", "813"), ("name", "A" * 101, "813"), ("name", "Budi 😀", "813"), ("name", "<script>", "813"),
        ("name", "=cmd()", "813"), ("name", "123", "813"), ("name", ". .", "813"),
        ("sex", "x", "814"), ("sex", "", "814"), ("sex", "3", "814"),
        ("birth_date", "1990-02-30", "815"), ("birth_date", "2090-01-01", "815"), ("birth_date", "17-08-90", "815"),
        ("birth_date", "", "815"), ("birth_date", "1800-01-01", "815"), ("birth_date", "9" * 500, "815"),
        ("relationship", "9", "816"), ("relationship", "tetangga", "816"),
        ("village_code", "33.16.99.2001", "817"), ("village_code", "33.16.05", "817"), ("village_code", "", "817"),
        ("rt", "1000", "818"), ("rt", "0", "818"), ("rt", "atas", "818"),
        ("address", "A" * 201, "819"), ("address", "Dukuh \U0001f600", "819"),
        ("phone", "12345", "820"), ("phone", "+1 555 0100", "820"), ("phone", "0296-531234", "820"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_told_by_its_column(column: str, text: str, code: str) -> None:
    reader = intake.RowReader({"33.16.05.2001": "33.16.05.2001"}, date(2026, 11, 22))
    assert isinstance(reader.read(3, ROW), intake.Row)
    assert reader.read(3, ROW | {column: text}) == [(column, code)]


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "utf-8"), ("\t", "utf-8"), (",", "utf-8-sig"), (",", "utf-16")]
)
def test_spreadsheets_of_every_kind_are_read(
    tmp_path: Path, rows: list[CsvRow], separator: str, encoding: str
) -> None:
    done = service.import_register(write(tmp_path / "register.csv", rows, separator, encoding))
    assert (done.families, done.rejected) == (20, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("kk,nik,name\n1,2,3\n", "missing in the first line: sex, birth_date"),
        (f"{HEADER},religion\n", "other columns"),
        (f"{HEADER},kk\n", "one of them twice"),
        ("\x00\x01\x02" * 3000, "missing"),
        ("PK\x03\x04" + "x" * 100_000, "missing"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_before_anything_is_written(
    tmp_path: Path, rows: list[CsvRow], text: str, said: str
) -> None:
    with pytest.raises(service.FileUnusable, match=re.escape(said)):
        _import_text(tmp_path, text)
    assert queries.register_total() == 0


def test_broken_lines_spoil_no_others(tmp_path: Path, rows: list[CsvRow]) -> None:
    good = write(tmp_path / "good.csv", rows).read_text().splitlines()
    bad = ['"3316991101010001,open quote', "a,b", "," * 50, "x" * 1_000_000, "\udcff\udcfe" * 40, "\x00" * 30,
           "=HYPERLINK(1),2,3,4,5,6,7,8,9,10"]  # fmt: skip
    done = _import_text(tmp_path, "\r\n".join([good[0], *bad, "", *good[1:]]) + "\r\n")
    assert done.families == 20
    assert done.rejected == len(bad)
    assert _codes(done)[:4] == ["2,,810", "3,,810", "4,,810", "5,,810"]


def test_one_bad_line_in_many_is_the_only_one_reported(tmp_path: Path, rows: list[CsvRow]) -> None:
    rows[17]["sex"] = "?"
    done = service.import_register(write(tmp_path / "register.csv", rows))
    assert (_codes(done), done.lines) == (["19,sex,814"], len(rows))


def test_the_file_of_errors_holds_no_values_and_goes_when_all_is_well(
    tmp_path: Path, rows: list[CsvRow]
) -> None:
    broken = [rows[0] | {"name": "Rahasia 99"}, *rows[1:]]
    done = service.import_register(write(tmp_path / "register.csv", broken))
    assert done.errors == tmp_path / "register.errors.csv"
    assert "Rahasia" not in done.errors.read_text()
    assert service.import_register(write(tmp_path / "register.csv", rows)).errors is None
    assert not (tmp_path / "register.errors.csv").exists()


def test_a_nik_twice_with_other_content_is_reported(tmp_path: Path, rows: list[CsvRow]) -> None:
    twin = rows[0] | {"name": "Kembaran"}
    done = service.import_register(write(tmp_path / "register.csv", [*rows, twin, dict(rows[1])]))
    assert _codes(done) == [f"{len(rows) + 2},nik,830"]


def test_a_family_in_two_places_is_reported(tmp_path: Path, rows: list[CsvRow]) -> None:
    assert rows[1]["kk"] == rows[0]["kk"]
    rows[1]["village_code"] = "33.16.01.2001"
    done = service.import_register(write(tmp_path / "register.csv", rows))
    assert _codes(done) == ["3,village_code,831"]


def test_without_villages_nothing_is_read(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(service.NoPlaces):
        _import_text(tmp_path, HEADER + "\n")


def test_every_code_is_explained_in_the_handbook() -> None:
    text = (CHECKOUT / "docs/handbook/register.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| (8\d\d) \|", text, re.MULTILINE))
    names = ("TWICE", "DISAGREES", "CLAIMED", "NIK_CLAIMED", "RECORDED_ITSELF")
    used = {getattr(family_rows, name) for name in names} | {intake.NOT_A_ROW, *intake.CODES.values()}
    assert documented == used


def test_the_command_says_how_it_went_by_its_exit_code(
    tmp_path: Path, rows: list[CsvRow], app: Flask
) -> None:
    file = write(tmp_path / "register.csv", rows)
    run = app.test_cli_runner()
    assert run.invoke(args=["households", "import", str(file)]).exit_code == 0
    rows[3]["sex"] = "?"
    some = run.invoke(args=["households", "import", str(write(file, rows)), "--snapshot", "2026-06-30"])
    assert some.exit_code == 3
    assert "register.errors.csv" in some.stderr
    assert some.stdout == ""
    file.write_text("a,b\n")
    unusable = run.invoke(args=["households", "import", str(file)])
    assert unusable.exit_code == 2
    assert "kk, nik" in unusable.stderr


def test_every_fault_of_a_line_is_told() -> None:
    found = intake.RowReader({}, date(2026, 11, 22)).read(2, dict.fromkeys(ROW, "\x00😀"))
    assert [fault.code for fault in found if isinstance(fault, intake.Fault)] == list(intake.CODES.values())
