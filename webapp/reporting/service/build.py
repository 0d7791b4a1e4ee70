"""The statistics build: sealed answers become two tables without names (Parquet), a codebook, and their check sums.

Outside of the web process: it needs the statistics office's private key, and DuckDB, which no web worker imports.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from webapp.enumeration.service import stages
from webapp.questionnaire.service import definitions
from webapp.reporting import queries
from webapp.reporting.rules import codebook
from webapp.reporting.rules.codebook import Column
from webapp.reporting.service import opened
from webapp.shared import audit, clock
from webapp.shared.db import transaction
from webapp.shared.keyring import load_office
from webapp.shared.sealing import keyring
from webapp.shared.settings import settings

FILES = ("persons.parquet", "families.parquet", "codebook.csv")
MEMORY = "256MB"


class NoCensusDay(Exception):
    """Neither said nor to be seen from the stages."""


def census_day() -> date:
    """The day on which ages count: that on which the first door opened. Raises NoCensusDay."""
    opened_at = [opening.opens_at for opening in stages.doors().values()]
    if not opened_at:
        raise NoCensusDay
    return clock.to_wib(min(opened_at)).date()


def build(
    folder: Path, on: date | None = None, progress: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """Write the tables into the folder and return what build.json says. The same sealed answers: the same bytes.

    progress: called after each village. Raises KeysUnusable, NoCensusDay, SealBroken.
    """
    day = on or census_day()
    private = load_office(settings().statistics_keys, keyring().office_public, demo=settings().is_demo)
    with transaction():
        audit.record("statistics build", detail=f"census day {day}")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    columns = codebook.columns([definitions.definition(name) for name in definitions.versions()])
    with TemporaryDirectory(prefix=".build-", dir=folder) as work:
        base = connect(Path(work))
        _make_tables(base, columns)
        for families, persons in opened.villages(private, day):
            _add(base, "families", columns["families"], families)
            _add(base, "persons", [*columns["persons"], codebook.NIK_NAME], persons)
            progress()
        told = {
            "census_day": day.isoformat(),
            "families_not_matched": queries.families_outside(),
            **_figures(base),
        }
        _write(base, Path(work), columns)
        _write_codebook(Path(work) / "codebook.csv", columns)
        base.close()
        for name in FILES:
            (Path(work) / name).chmod(0o600)
            (Path(work) / name).replace(folder / name)
    told["sha256"] = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    (folder / "build.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return told


def connect(work: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A base in a file that is gone afterwards: bounded memory, one thread, so that the order is always the same."""
    base = duckdb.connect(str(work / "work.duckdb") if work else ":memory:")
    base.execute(f"SET threads = 1; SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = true;")
    return base


def _make_tables(base: duckdb.DuckDBPyConnection, columns: dict[str, list[Column]]) -> None:
    for table, its_columns in columns.items():
        extra = [codebook.NIK_NAME] if table == "persons" else []
        fields = ", ".join(f'"{column.key}" {column.kind}' for column in [*its_columns, *extra])
        base.execute(f"CREATE TABLE {table} ({fields})")


def _add(
    base: duckdb.DuckDBPyConnection, table: str, columns: Iterable[Column], rows: list[dict[str, Any]]
) -> None:
    """A village's rows as one JSON parameter: a statement a row would take a hundred times as long."""
    form = json.dumps([{column.key: column.kind for column in columns}])
    base.execute(
        f"INSERT INTO {table} BY NAME SELECT unnest(from_json(?::JSON, ?), recursive := true)",
        [json.dumps(rows), form],
    )


def _figures(base: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """What the build has counted."""
    twice = (
        "SELECT nik_name FROM persons WHERE nik_name IS NOT NULL GROUP BY 1 HAVING count(DISTINCT family) > 1"
    )
    asked = {
        "families": "SELECT count(*) FROM families",
        "persons": "SELECT count(*) FROM persons",
        "persons_counted": "SELECT count(*) FROM persons WHERE counted = 'yes'",
        "niks_in_several_families": f"SELECT count(*) FROM ({twice})",  # noqa: S608
    }
    return {name: int((base.execute(sql).fetchone() or (0,))[0]) for name, sql in asked.items()}


def _write(base: duckdb.DuckDBPyConnection, work: Path, columns: dict[str, list[Column]]) -> None:
    for table, its_columns in columns.items():
        fields = ", ".join(f'"{column.key}"' for column in its_columns)
        base.execute(
            f"COPY (SELECT {fields} FROM {table}) TO '{work / table}.parquet' "  # noqa: S608
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 50000)"
        )


def _write_codebook(path: Path, columns: dict[str, list[Column]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(codebook.HEAD)
        lines.writerows(codebook.lines(columns))
