"""One batch of a register's rows: decide for each row what it changes, or why it is not taken over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from webapp.households import rules
from webapp.households.rules.family_rows import (
    CLAIMED,
    DISAGREES,
    NIK_CLAIMED,
    RECORDED_ITSELF,
    TWICE,
    Rejected,
    agreeing,
    families,
    once,
)
from webapp.households.rules.intake import Row
from webapp.households.service import rows as new_rows
from webapp.households.service.changes import Changes
from webapp.households.service.matching import Known, StoredHousehold, StoredPerson, known
from webapp.households.service.rows import Batch, NewFamily
from webapp.places.service import SlsKey, resolve_sls


@dataclass
class Run:
    """What has to be remembered over all batches of one file: about 100 bytes a person."""

    snapshot: date
    niks: set[int] = field(default_factory=set)
    kks: set[int] = field(default_factory=set)
    sls_ids: dict[SlsKey, UUID] = field(default_factory=dict)
    families: int = 0
    changed: int = 0

    def learn_sls(self, wanted: Iterable[Row]) -> None:
        """Look up, or make, the neighbourhoods of these rows."""
        keys = {_sls_key(row) for row in wanted if row.rt} - self.sls_ids.keys()
        if keys:
            self.sls_ids |= resolve_sls(keys)


def take(rows: list[Row], run: Run) -> list[Rejected]:
    """Take over some rows, whole families if the file keeps them together. Returns what was not taken over."""
    run.learn_sls(rows)
    rejected: list[Rejected] = []
    batch = BatchIntake(run, known(rows), rejected)
    for family in families(rows):
        batch.family(family)
    run.families += len(batch.changes.new.households)
    late = batch.changes.write()
    run.changed += batch.changes.changed
    rejected += [Rejected(line, "", CLAIMED) for line in late]
    run.niks.update(int(row.nik) for row in rows if row.nik)
    run.kks.update(int(row.kk) for row in rows)
    return sorted(rejected)


def _sls_key(row: Row) -> SlsKey:
    return row.village_code, row.rw, row.rt


class BatchIntake:
    """The decisions about one batch."""

    def __init__(self, run: Run, stored: Known, rejected: list[Rejected]) -> None:
        self.run, self.known, self.rejected = run, stored, rejected
        self.changes = Changes(Batch(rules.REGISTER, rules.REGISTER, run.snapshot, "import"))
        self._niks: dict[str, Row] = {}
        self._letters: list[str] = []

    def family(self, rows: list[Row]) -> None:
        """All rows of one card in this batch."""
        rows, faults = once(rows, self._niks)
        rows, others = agreeing(rows)
        self.rejected += faults + others
        if not rows:
            return
        household = self.known.households.get(rows[0].kk)
        if household is None:
            self._new_family([row for row in rows if self._may_come(row)])
        elif household.origin == rules.UNMATCHED:
            self._reject(rows, RECORDED_ITSELF)
        elif self._reach(household, rows):
            for row in rows:
                self._member_row(household, row)

    def _reject(self, rows: Iterable[Row], code: str, column: str = "") -> None:
        self.rejected += [Rejected(row.line, column, code) for row in rows]

    def _may_come(self, row: Row) -> bool:
        """Whether the person may stand on this card: not if another family that has claimed its place has them."""
        if self.known.has_recorded_itself(row):
            self._reject([row], RECORDED_ITSELF)
            return False
        other = self.known.elsewhere(row)
        if other is not None and (other.claimed or self._was_in_this_file(row)):
            self._reject([row], NIK_CLAIMED if other.claimed else TWICE, "nik")
            return False
        return True

    def _was_in_this_file(self, row: Row) -> bool:
        return bool(row.nik) and int(row.nik or 0) in self.run.niks

    def _new_family(self, rows: list[Row]) -> None:
        if not rows:
            return
        first, phone = rows[0], next((row.phone for row in rows if row.phone), None)
        if not self._letters:
            self._letters = new_rows.fresh_letter_numbers(200)
        sls_id = self.run.sls_ids.get(_sls_key(first))
        family = NewFamily(
            first.village_code, sls_id, first.kk, self._letters.pop(), first.address, phone, []
        )
        household_id = self.changes.new.add(family)
        for position, row in enumerate(rows, 1):
            self._place(household_id, position, row)

    def _place(self, household_id: UUID, position: int, row: Row) -> None:
        """Put a person onto a card: a new one, or one who moves there from another."""
        other = self.known.elsewhere(row)
        if other is None:
            written = new_rows.person_row(household_id, position, row, row.kk, self._nik_index(row))
            self.changes.persons.append((household_id, written))
        else:
            self.changes.touch(other.household_id, row.line)
            self._update(other, household_id, position, row)

    def _nik_index(self, row: Row) -> bytes | None:
        return self.known.nik_indexes.get(row.nik) if row.nik else None

    def _update(self, person: StoredPerson, household_id: UUID, position: int, row: Row) -> None:
        columns = new_rows.person_columns(person.plain.id, row, row.kk, self._nik_index(row))
        columns |= {"row_id": person.plain.id, "household_id": household_id, "position": position}
        self.changes.person_updates.append(({person.household_id, household_id}, columns))

    def _member_row(self, household: StoredHousehold, row: Row) -> None:
        """A person on a card that is known."""
        person = self.known.person_in(household, row)
        if person is not None and person.is_as(row):
            return
        if household.claimed:
            self._reject([row], CLAIMED)
        elif person is not None and self._was_in_this_file(row):
            self._reject([row], TWICE, "nik")
        elif person is not None:
            self.changes.touch(household.id, row.line)
            self._update(person, household.id, person.position, row)
        elif self._may_come(row):
            self.changes.touch(household.id, row.line)
            household.last_position += 1
            self._place(household.id, household.last_position, row)

    def _reach(self, household: StoredHousehold, rows: list[Row]) -> bool:
        """Where the family lives and how it is called, if that has changed. False if the rows are not taken over."""
        columns, column = self._changed_reach(household, rows)
        if not columns:
            return True
        if household.claimed or int(rows[0].kk) in self.run.kks:
            self._reject(rows, CLAIMED if household.claimed else DISAGREES, column)
            return False
        self.changes.touch(household.id, rows[0].line)
        self.changes.household_updates[household.id] = columns
        if "village_code" in columns:
            self.changes.moved_places.append(household)
        return True

    def _changed_reach(self, household: StoredHousehold, rows: list[Row]) -> tuple[dict[str, Any], str]:
        """The columns that change, and which of the file's columns says so. An empty cell says nothing."""
        first, phone = rows[0], next((row.phone for row in rows if row.phone), None)
        sls_id = self.run.sls_ids.get(_sls_key(first))
        columns: dict[str, Any] = {}
        changed = ""
        if (phone or household.phone) != household.phone or (
            first.address or household.address
        ) != household.address:
            changed = "address" if (first.address or household.address) != household.address else "phone"
            columns |= new_rows.reach_columns(
                household.id, first.address or household.address, phone or household.phone
            )
        if first.village_code != household.village_code or (sls_id and sls_id != household.sls_id):
            changed = "rt" if first.village_code == household.village_code else "village_code"
            columns |= {"village_code": first.village_code, "sls_id": sls_id}
        return columns, changed
