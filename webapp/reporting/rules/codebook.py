"""The columns of the statistics tables and what their values mean, generated from the definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from webapp.questionnaire.rules import Definition
from webapp.reporting.rules import records

HEAD = ("table", "column", "type", "label", "value", "meaning", "census_code")


@dataclass(frozen=True, slots=True)
class Column:
    """kind: the type in SQL; values: what may stand there, with meaning and the census's code."""

    key: str
    kind: str
    label: str
    values: dict[str, tuple[str, int | None]] = field(default_factory=dict)


# Exists while the tables are made, to find who stands in two families; never written.
NIK_NAME = Column("nik_name", "VARCHAR", "")
_PLACE = (
    Column("village_code", "VARCHAR", "Kode desa/kelurahan Kemendagri"),
    Column("bps_code", "VARCHAR", "Kode desa/kelurahan BPS"),
    Column("family", "VARCHAR", "Nama acak keluarga, sama pada setiap pengolahan"),
)
_KEY = Column("record_key", "UINTEGER", "Angka acak tetap untuk derau tabel terbitan (cell key)")
_COUNTED: dict[str, tuple[str, int | None]] = {
    records.COUNTED: ("Penduduk: tinggal di sini setahun atau akan menetap", None),
    records.NOT_RESIDENT: ("Belum setahun dan tidak menetap; dihitung di tempat tinggalnya", None),
    records.BORN_LATER: ("Lahir sesudah hari sensus", None),
}
_PERSONS = (
    *_PLACE,
    Column("person", "VARCHAR", "Nama acak orang, sama pada setiap pengolahan"),
    Column("number", "INTEGER", "Urutan dalam keluarga"),
    _KEY,
    Column("counted", "VARCHAR", "Apakah dihitung sebagai penduduk", _COUNTED),
    Column(
        "age", "INTEGER", f"Umur pada hari sensus, tahun penuh; {records.OLDEST} = {records.OLDEST} ke atas"
    ),
    Column("birth_year", "INTEGER", "Tahun lahir, dibatasi seperti umur"),
    Column("doubts", "INTEGER", "Banyaknya pemeriksaan lunak yang menyala"),
)
_FAMILIES = (
    *_PLACE,
    _KEY,
    Column("channel", "VARCHAR", "Cara mengisi: web, visit, assisted"),
    Column("persons", "INTEGER", "Banyaknya penduduk dalam keluarga"),
)


def columns(definitions: Sequence[Definition]) -> dict[str, list[Column]]:
    """Table -> its columns in their order."""
    return {
        "families": [*_FAMILIES, *_from(definitions, family=True)],
        "persons": [*_PERSONS, *_from(definitions, family=False)],
    }


def _from(definitions: Sequence[Definition], *, family: bool) -> Iterator[Column]:
    for variable in records.variables(definitions, family=family):
        missing = {records.MISSING: ("Ditanyakan, tidak diisi", None)}
        yield Column(variable.key, "VARCHAR", variable.label, {**variable.values, **missing})


def lines(tables: dict[str, list[Column]]) -> Iterator[tuple[str, ...]]:
    """One line a value; columns without a list of values have one line. An empty cell of a table: not asked."""
    for table, its_columns in tables.items():
        for column in its_columns:
            head = (table, column.key, column.kind, column.label)
            for value, (meaning, code) in (column.values or {"": ("", None)}).items():
                yield (*head, value, meaning, "" if code is None else str(code))
