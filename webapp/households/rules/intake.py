"""Reading one row of a register file: plain cells in, a clean row or the faults of its cells out.

Faults carry a column and a code of docs/handbook/register.md, never a value: the file of errors may lie about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.households.rules import cells
from webapp.questionnaire.rules.refusals import AnswerRefused

REQUIRED = ("kk", "nik", "name", "sex", "birth_date", "relationship", "village_code", "rt", "address")
OPTIONAL = ("phone",)
NOT_A_ROW = "810"
CODES = {"kk": "811", "nik": "812", "name": "813", "sex": "814", "birth_date": "815", "relationship": "816",
          "village_code": "817", "rt": "818", "address": "819", "phone": "820"}  # fmt: skip


class Fault(Exception):
    """A row that is not taken over: the column at fault ('' for the row as a whole) and its code."""

    def __init__(self, column: str, code: str) -> None:
        super().__init__(f"{column} {code}")
        self.column, self.code = column, code


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a register file. RT and RW have three digits or are empty; dates are ISO text."""

    line: int
    kk: str
    nik: str | None
    name: str
    sex: str
    birth_date: str
    relationship: str
    village_code: str
    rt: str
    rw: str
    address: str
    phone: str | None


def read_row(
    line: int, texts: Mapping[str, str], villages: Mapping[str, str], today: date
) -> Row | list[Fault]:
    """The row, or all its faults. `villages` gives the village's code by either code system."""
    faults: list[Fault] = []

    def read(column: str, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(texts.get(column, ""))
        except (AnswerRefused, cells.CellRefused):
            faults.append(Fault(column, CODES[column]))
            return None

    rt, rw = read("rt", cells.rt_and_rw) or ("", "")
    row = Row(
        line=line,
        kk=read("kk", cells.kk),
        nik=read("nik", cells.nik),
        name=read("name", cells.name),
        sex=read("sex", lambda text: cells.listed(text, cells.SEXES)),
        birth_date=read("birth_date", lambda text: cells.birth_date(text, today)),
        relationship=read("relationship", lambda text: cells.listed(text, cells.RELATIONSHIPS)),
        village_code=read("village_code", lambda text: cells.listed(text, villages)),
        rt=rt,
        rw=rw,
        address=read("address", cells.address),
        phone=read("phone", cells.phone),
    )
    return faults or row
