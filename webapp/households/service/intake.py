"""Taking in a register: each row once, known rows unchanged, changed rows applied, claimed families left alone."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from webapp.households.rules.family_rows import Rejected
from webapp.households.rules.intake import NOT_A_ROW, Row, RowReader
from webapp.households.service.batch_intake import Run, take
from webapp.households.service.register_file import Line, RegisterFile
from webapp.households.service.rows import NoPlaces
from webapp.places.models import Region
from webapp.places.rules import VILLAGE_KINDS
from webapp.shared import audit, clock
from webapp.shared.db import db, transaction

BATCH = 600  # rows, and then to the end of the family


@dataclass
class Imported:
    """What an import did. Lines: of persons. `rejected` lines are those in the file of errors."""

    lines: int = 0
    families: int = 0
    changed: int = 0
    rejected: int = 0
    errors: Path | None = None


def import_register(
    path: Path, snapshot: date | None = None, progress: Callable[[int], None] = lambda position: None
) -> Imported:
    """Take in a file as docs/handbook/register.md describes it. `progress` hears how many bytes have been read.

    Safe to repeat and to break off: whole batches are written, and known rows are left as they are.
    Raises FileUnusable, or NoPlaces without reference data, before anything is written.
    """
    done, run = Imported(), Run(snapshot or clock.today())
    errors = Errors(path.with_name(path.stem + ".errors.csv"))
    reader = RowReader(_villages(), clock.today())
    with RegisterFile(path) as file, errors:
        for lines in _batches(file.lines()):
            rows, faults = _read(lines, reader)
            errors.add(sorted(faults + take(rows, run)))
            done.lines += len(lines)
            progress(file.position())
    done.families, done.changed, done.rejected = run.families, run.changed, errors.lines
    done.errors = errors.path if errors.lines else None
    with transaction():
        audit.record("register imported", detail=f"{done.lines} lines, {done.rejected} rejected")
    return done


def _villages() -> dict[str, str]:
    """The village's code by either code system."""
    known = select(Region.code, Region.bps_code).where(Region.kind.in_(VILLAGE_KINDS))
    found = {}
    for code, bps_code in db.session.execute(known):
        found[code] = code
        if bps_code:
            found[bps_code] = code
    if not found:
        raise NoPlaces
    return found


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Some lines at a time; a family whose lines follow each other is not parted."""
    batch: list[Line] = []
    for line in lines:
        if batch and _may_part(batch, line):
            yield batch
            batch = []
        batch.append(line)
    if batch:
        yield batch


def _may_part(batch: list[Line], line: Line) -> bool:
    before = batch[-1].cells
    same_card = before is not None and line.cells is not None and before["kk"] == line.cells["kk"]
    return len(batch) >= BATCH and (not same_card or len(batch) >= 2 * BATCH)


def _read(lines: list[Line], reader: RowReader) -> tuple[list[Row], list[Rejected]]:
    rows, faults = [], []
    for line in lines:
        if line.cells is None:
            faults.append(Rejected(line.number, "", NOT_A_ROW))
            continue
        row = reader.read(line.number, line.cells)
        if isinstance(row, Row):
            rows.append(row)
        else:
            faults += [Rejected(line.number, fault.column, fault.code) for fault in row]
    return rows, faults


class Errors:
    """FILE.errors.csv: line, column, code; no values. Of an earlier run nothing is left."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = 0
        self._last = 0

    def __enter__(self) -> Errors:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self.lines:
            self._file.close()

    def add(self, rejected: Iterable[Rejected]) -> None:
        for one in rejected:
            if not self.lines:
                self._file = self.path.open("w", encoding="utf-8", newline="")
                self._writer = csv.writer(self._file, lineterminator="\n")
                self._writer.writerow(Rejected._fields)
            self._writer.writerow(one)
            self.lines += one.line != self._last
            self._last = one.line
