"""Rows of one family against each other, before the register is looked at: repetitions and contradictions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from webapp.households.rules.intake import Row

TWICE, DISAGREES, CLAIMED, NIK_CLAIMED, RECORDED_ITSELF = "830", "831", "832", "833", "834"
_OF_THE_DWELLING = ("village_code", "rt", "address")


class Rejected(NamedTuple):
    """A line that was not taken over: the column at fault ('' for the row as a whole) and its code."""

    line: int
    column: str
    code: str


def families(rows: Iterable[Row]) -> Iterable[list[Row]]:
    """The rows of each family card, in the order in which the cards come first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.kk, []).append(row)
    return found.values()


def once(rows: Iterable[Row], before: dict[str, Row]) -> tuple[list[Row], list[Rejected]]:
    """The rows whose NIK was not seen `before` (which learns them); an equal repetition passes in silence."""
    kept, rejected = [], []
    for row in rows:
        first = before.setdefault(row.nik, row) if row.nik else row
        if first is row:
            kept.append(row)
        elif first._replace(line=row.line) != row:
            rejected.append(Rejected(row.line, "nik", TWICE))
    return kept, rejected


def agreeing(rows: list[Row]) -> tuple[list[Row], list[Rejected]]:
    """The rows that say of the dwelling what the first one says; an empty cell agrees with everything."""
    kept, rejected = [], []
    for row in rows:
        column = next((name for name in _OF_THE_DWELLING if _differ(row, rows[0], name)), None)
        if column is None:
            kept.append(row)
        else:
            rejected.append(Rejected(row.line, column, DISAGREES))
    return kept, rejected


def _differ(row: Row, first: Row, name: str) -> bool:
    mine, theirs = getattr(row, name), getattr(first, name)
    return bool(mine) and mine != theirs
