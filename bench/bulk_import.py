"""Taking in a register file, against sealing the same rows and writing them with the bare driver's executemany."""

from __future__ import annotations

import csv
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from uuid import UUID

from bench.census import Census
from bench.table import Result, Taken
from webapp.households import service as households
from webapp.places import queries as places
from webapp.shared import sealing
from webapp.shared.db import db, new_id

_FAMILIES, _ROUNDS, _BATCH = 400, 3, 600
Row = dict[str, str]
_HOUSEHOLD = "INSERT INTO household VALUES (?, ?, ?, ?, ?)"
_PERSON = "INSERT INTO person VALUES (?, ?, ?, ?, ?)"


def measure(census: Census) -> Iterator[Result]:
    """Rows are persons, rates per second of wall time; each round takes other families."""
    app = census.application(census.env(census.fresh()))
    bare = _bare_tables(census.folder / "bare.sqlite3")
    with app.app_context():
        villages = [village.code for village in places.villages("33.16.05")]
        rates = []
        for turn in range(_ROUNDS):
            rows = _rows(turn, villages)
            path = _as_file(census.folder / f"register-{turn}.csv", rows)
            rates.append((_import(path, len(rows)), _write_bare(bare, rows)))
        db.session.remove()
    ours, base = (median(pair[n] for pair in rates) for n in (0, 1))
    yield Taken("bulk_import_ratio", ours, base, "persons/s", note=f"{len(rows)} persons a round, SQLite")


def _rows(turn: int, villages: list[str]) -> list[Row]:
    """Made-up families of one to five, with numbers that no demo register has."""
    chance, rows = Random(turn), list[Row]()
    for family in range(_FAMILIES):
        serial = turn * _FAMILIES + family
        shared = {"kk": f"3316980101{20 + turn:02d}{family + 1:04d}", "village_code": chance.choice(villages),
                  "rt": f"{1 + family % 9:03d}", "address": f"Jl. Melati {family + 1}"}  # fmt: skip
        for position in range(1 + serial % 5):
            day, month, year = 1 + family % 28, 1 + position, 50 + family % 40
            nik = f"331698{day:02d}{month:02d}{year:02d}{1 + serial:04d}"
            relationship = "head" if position == 0 else "child"
            own = {"nik": nik, "name": "Bejo " + chr(97 + family % 26), "sex": "1", "relationship": relationship,
                   "birth_date": f"19{year}-{month:02d}-{day:02d}"}  # fmt: skip
            rows.append(own | shared)
    return rows


def _as_file(path: Path, rows: list[Row]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _import(path: Path, persons: int) -> float:
    began = time.perf_counter()
    done = households.import_register(path)
    seconds = time.perf_counter() - began
    errors = path.with_name(path.stem + ".errors.csv")
    assert done.lines == persons, f"{done.lines} of {persons} lines"
    assert done.rejected == 0, errors.read_text()[:200]
    return persons / seconds


def _bare_tables(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (
        "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
        "CREATE TABLE household (id BLOB PRIMARY KEY, kk_index BLOB UNIQUE, kk BLOB, address BLOB, village TEXT)",
        "CREATE TABLE person (id BLOB PRIMARY KEY, household BLOB, nik BLOB, pair BLOB UNIQUE, sealed BLOB)",
        "CREATE INDEX person_household ON person (household)", "CREATE INDEX person_nik ON person (nik)",
    ):  # fmt: skip
        connection.execute(statement)
    return connection


def _write_bare(connection: sqlite3.Connection, rows: list[Row]) -> float:
    began = time.perf_counter()
    for start in range(0, len(rows), _BATCH):
        homes, people = _sealed(rows[start : start + _BATCH])
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_HOUSEHOLD + " ON CONFLICT DO NOTHING", homes)
        connection.executemany(_PERSON, people)
        connection.execute("COMMIT")
    return len(rows) / (time.perf_counter() - began)


def _sealed(rows: list[Row]) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    homes: dict[str, tuple[object, ...]] = {}
    people: list[tuple[object, ...]] = []
    ids: dict[str, UUID] = {}
    for row in rows:
        if row["kk"] not in ids:
            home = ids[row["kk"]] = new_id()
            homes[row["kk"]] = (home.bytes, sealing.blind_index("kk", row["kk"]),
                                sealing.seal("households", home, "kk", row["kk"].encode()),
                                sealing.seal("households", home, "address", row["address"].encode()),
                                row["village_code"])  # fmt: skip
        person, told = (
            new_id(),
            {key: row[key] for key in ("nik", "name", "sex", "birth_date", "relationship")},
        )
        people.append((person.bytes, ids[row["kk"]].bytes, sealing.blind_index("nik", row["nik"]),
                       sealing.blind_index("pair", row["nik"] + row["kk"]),
                       sealing.seal_json("persons", person, "roster", told)))  # fmt: skip
    return list(homes.values()), people
