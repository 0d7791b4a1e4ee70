"""The fixed list of published tables. What is not on it is not published; nobody may put filters together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.questionnaire.rules import Definition
from webapp.reporting.rules.records import MISSING, OTHER

TOTAL = "_T"  # SDMX's code for a total
LEAST_AREA = 100  # residents: a smaller place shows nothing
LEAST_AREA_SENSITIVE, LEAST_CATEGORY = 2000, 30
AGE = "age_group"
_WIDTH, _OPEN_FROM = 5, 75
Categories = dict[str, str]  # code -> label


@dataclass(frozen=True, slots=True)
class Table:
    """of: persons or families. columns: what it is broken down by, besides the place. from_age: of whom (a multiple of
    five, so that its total is a sum of age groups)."""

    key: str
    title: str
    of: str
    columns: tuple[str, ...]
    from_age: int = 0
    sensitive: bool = False  # sub-districts and the regency only, and small categories joined


TABLES = (
    Table("age_sex", "Penduduk menurut kelompok umur dan jenis kelamin", "persons", (AGE, "sex")),
    Table(
        "education_sex",
        "Penduduk menurut ijazah tertinggi dan jenis kelamin",
        "persons",
        ("education", "sex"),
        5,
    ),
    Table(
        "activity_sex",
        "Penduduk menurut kegiatan utama dan jenis kelamin",
        "persons",
        ("activity", "sex"),
        10,
    ),
    Table("ownership", "Keluarga menurut status rumah", "families", ("ownership",)),
    Table("floor", "Keluarga menurut lantai terluas", "families", ("floor",)),
    Table("water", "Keluarga menurut air minum", "families", ("water",)),
    Table("electricity", "Keluarga menurut penerangan", "families", ("electricity",)),
    Table("toilet", "Keluarga menurut jamban", "families", ("toilet",)),
    Table("religion", "Penduduk menurut agama atau kepercayaan", "persons", ("religion",), sensitive=True),
    Table("ethnicity", "Penduduk menurut suku", "persons", ("ethnicity",), sensitive=True),
)


def age_group(age: int | None) -> str:
    """Y0T4 ... Y70T74, Y75 and over; "missing" where the birth date is."""
    if age is None:
        return MISSING
    if age >= _OPEN_FROM:
        return f"Y_GE{_OPEN_FROM}"
    low = age - age % _WIDTH
    return f"Y{low}T{low + _WIDTH - 1}"


def groups_from(age: int) -> list[str]:
    """The age groups of everybody of this age and above, and of those whose age is not known."""
    return [age_group(low) for low in range(age, _OPEN_FROM + 1, _WIDTH)] + [MISSING]


def categories(column: str, definition: Definition) -> Categories:
    """The values under which a column is published, with the total first."""
    found = {TOTAL: "Jumlah"}
    if column == AGE:
        for low in range(0, _OPEN_FROM, _WIDTH):
            found[age_group(low)] = f"{low}-{low + _WIDTH - 1}"
        found[age_group(_OPEN_FROM)] = f"{_OPEN_FROM}+"
    else:
        question = definition.questions[column]
        for option in question.options:
            found.setdefault(option.group or option.key, option.group or option.label)
        if not question.options:
            found |= {text: text for text in question.suggestions} | {OTHER: "Lainnya"}
    return found | {MISSING: "Tidak diisi"}


def grouped(column: str, definition: Definition) -> Mapping[str, str]:
    """Stored value -> the category under which it is published, where these differ (26 certificates, 6 levels)."""
    question = definition.questions.get(column)
    return {option.key: option.group for option in question.options if option.group} if question else {}
