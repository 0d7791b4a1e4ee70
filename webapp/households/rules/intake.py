"""Reading one row of a register file: plain cells in, a clean row or the faults of its cells out.

Faults carry a column and a code of docs/handbook/register.md, never a value: the file of errors may lie about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from webapp.households.rules import cells
from webapp.questionnaire.rules.refusals import AnswerRefused

REQUIRED = ("kk", "nik", "name", "sex", "birth_date", "relationship", "village_code", "rt", "address")
OPTIONAL = ("phone",)
NOT_A_ROW = "810"
CODES = {"kk": "811", "nik": "812", "name": "813", "sex": "814", "birth_date": "815", "relationship": "816",
          "village_code": "817", "rt": "818", "address": "819", "phone": "820"}  # fmt: skip


class Fault(NamedTuple):
    """Why a row is not taken over: the column at fault and its code."""

    column: str
    code: str


class Row(NamedTuple):
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


class RowReader:
    """Reads the rows of one file. `villages` gives the village's code by either code system."""

    def __init__(self, villages: Mapping[str, str], today: date) -> None:
        self._readers: dict[str, Callable[[str], Any]] = {
            "kk": cells.kk,
            "nik": cells.nik,
            "name": cells.name,
            "sex": lambda text: cells.listed(text, cells.SEXES),
            "birth_date": lambda text: cells.birth_date(text, today),
            "relationship": lambda text: cells.listed(text, cells.RELATIONSHIPS),
            "village_code": lambda text: cells.listed(text, villages),
            "rt": cells.rt_and_rw,
            "address": cells.address,
            "phone": cells.phone,
        }

    def read(self, line: int, texts: Mapping[str, str]) -> Row | list[Fault]:
        """The row, or all its faults."""
        try:
            *before, (rt, rw), address, phone = [
                reader(texts.get(column, "")) for column, reader in self._readers.items()
            ]
        except (AnswerRefused, cells.CellRefused):
            return [Fault(column, CODES[column]) for column in self._readers if self._is_bad(column, texts)]
        return Row._make((line, *before, rt, rw, address, phone))

    def _is_bad(self, column: str, texts: Mapping[str, str]) -> bool:
        try:
            self._readers[column](texts.get(column, ""))
        except (AnswerRefused, cells.CellRefused):
            return True
        return False
