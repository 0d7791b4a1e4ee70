"""Published tables from the tables of the build: counted by DuckDB, protected, checked by attack, written as files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from webapp.places import queries as places
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.rules import Definition
from webapp.reporting.rules import layout, noise, protect, tables
from webapp.reporting.rules.layout import Cell, Laid
from webapp.reporting.rules.records import MISSING
from webapp.reporting.rules.tables import AGE, TABLES, Table
from webapp.reporting.service import build, sdmx
from webapp.reporting.service.sheets import csv_of
from webapp.shared import audit
from webapp.shared.db import transaction

_WHO = {"persons": "counted = 'yes'", "families": "persons > 0"}

NOISE = (
    f"cell key: mean 0, at most {noise.LARGEST}; 0 stays 0; 1 and 2 are never shown. Totals have noise of their "
    "own, so parts need not add up to them. The same cell shows the same figure in every table."
)


class NoBuild(Exception):
    """There is no build in that folder."""


def publish(source: Path, folder: Path) -> dict[str, Any]:
    """Write every table of the fixed list; returns figures about it. Raises NoBuild, protect.StillGivenAway.

    Nothing is written before the attack over all tables together has recovered nobody.
    """
    if not (source / "build.json").exists():
        raise NoBuild
    told = json.loads((source / "build.json").read_text(encoding="utf-8"))
    with transaction():
        audit.record("tables published", detail=f"census day {told['census_day']}")
    base, definition = build.connect(), questionnaire.definition()
    residents = _residents(base, source)
    all_laid = [_laid(base, source, table, definition, residents) for table in TABLES]
    figures = protect.protect(all_laid, residents)
    folder.mkdir(parents=True, exist_ok=True)
    year = told["census_day"][:4]
    for laid in all_laid:
        (folder / f"{laid.table.key}.csv").write_bytes(csv_of(*_sheet(laid, definition, figures)))
        sdmx.write(folder, laid, figures, year)
    metadata = _metadata(told["census_day"], all_laid, definition)
    (folder / "metadata.json").write_text(
        json.dumps(metadata, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return {"tables": len(all_laid), "figures": len(figures), "places": len(residents)}


def _residents(base: duckdb.DuckDBPyConnection, source: Path) -> dict[str, int]:
    """Residents of every place that has any."""
    found: Counter[str] = Counter()
    sql = f"SELECT village_code, count(*) FROM '{source}/persons.parquet' WHERE {_WHO['persons']} GROUP BY 1"  # noqa: S608
    for village, n in base.execute(sql).fetchall():
        found.update(dict.fromkeys(layout.places_of(village), n))
    return dict(sorted(found.items()))


def _laid(base: duckdb.DuckDBPyConnection, source: Path, table: Table, definition: Definition,
          residents: dict[str, int]) -> Laid:  # fmt: skip
    columns = ["age" if column == AGE else column for column in table.columns]
    old_enough = f"AND (age >= {table.from_age} OR age IS NULL)" if table.from_age else ""
    listed = ", ".join(f'"{column}"' for column in columns)
    rows = base.execute(
        f"SELECT village_code, {listed}, count(*), sum(record_key) FROM '{source}/{table.of}.parquet' "  # noqa: S608
        f"WHERE {_WHO[table.of]} {old_enough} GROUP BY ALL"
    ).fetchall()
    categories = tuple(tables.categories(column, definition) for column in table.columns)
    return layout.lay_out(table, categories, _groups(rows, table, definition), residents)


def _groups(
    rows: list[Any], table: Table, definition: Definition
) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
    joined = [tables.grouped(column, definition) for column in table.columns]
    for village, *values, n, keys in rows:
        shown = [
            tables.age_group(value) if column == AGE else groups.get(value, value or MISSING)
            for column, groups, value in zip(table.columns, joined, values, strict=True)
        ]
        yield village, tuple(shown), n, int(keys)


def _sheet(
    laid: Laid, definition: Definition, figures: dict[Cell, int]
) -> tuple[list[str], list[list[str | float]]]:
    """One line a figure: both codes and the name of the place, a word for each category, the figure."""
    head = [
        "Kode",
        "Kode BPS",
        "Tempat",
        *(title(column, definition) for column in laid.table.columns),
        "Banyaknya",
    ]
    rows: list[list[str | float]] = []
    for _key, place, values in laid.counts:
        region = places.region(place)
        words = [names[value] for names, value in zip(laid.categories, values, strict=True)]
        rows.append([place, (region.bps_code or "") if region else "", region.name if region else "", *words,
                     figures[laid.table.key, place, values]])  # fmt: skip
    return head, rows


def title(column: str, definition: Definition) -> str:
    """A column in words."""
    return "Kelompok umur" if column == AGE else definition.questions[column].short


def _metadata(day: str, all_laid: list[Laid], definition: Definition) -> dict[str, Any]:
    return {
        "census_day": day,
        "noise": NOISE,
        "least_residents": tables.LEAST_AREA,
        "sensitive": {"least_residents": tables.LEAST_AREA_SENSITIVE, "least_category": tables.LEAST_CATEGORY,
                      "places": "sub-districts and the regency"},
        "tables": [
            {"file": f"{laid.table.key}.csv", "title": laid.table.title, "of": laid.table.of,
             "from_age": laid.table.from_age, "sensitive": laid.table.sensitive,
             "columns": {column: title(column, definition) for column in laid.table.columns},
             "places": len({cell[1] for cell in laid.counts})}
            for laid in all_laid
        ],
    }  # fmt: skip
