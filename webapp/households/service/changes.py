"""What a batch of a register's rows changes: collected while rows are matched, written in one short transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Executable, Table, bindparam, exists, insert, select, update

from webapp.households import rules
from webapp.households.models import NO_SLS, CountDelta, Household, HouseholdEvent, Person
from webapp.households.service.events import record_event
from webapp.households.service.matching import StoredHousehold
from webapp.households.service.rows import Batch, CountKey, delta_row, event_row
from webapp.shared.db import db, transaction

_households = cast(Table, Household.__table__)
_persons = cast(Table, Person.__table__)


@dataclass
class Changes:
    """New families, and what is new about known ones. Everything personal is sealed already."""

    new: Batch
    persons: list[tuple[UUID, dict[str, Any]]] = field(default_factory=list)  # household, new row
    person_updates: list[tuple[set[UUID], dict[str, Any]]] = field(
        default_factory=list
    )  # households, columns
    household_updates: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    moved_places: list[StoredHousehold] = field(default_factory=list)
    changed: int = 0  # known households that were changed, once written
    lines: dict[UUID, list[int]] = field(
        default_factory=dict
    )  # which lines wanted to change a known household

    def touch(self, household_id: UUID, line: int) -> None:
        self.lines.setdefault(household_id, []).append(line)

    def write(self) -> list[int]:
        """Write all of it. Returns the lines that came too late: their family has claimed its place meanwhile."""
        with transaction():
            open_ones = self._still_unclaimed()
            self._write_persons(open_ones)
            self._write_households(open_ones)
            self._log(open_ones)
            self._end_emptied(open_ones)
        self.changed = len(open_ones)
        return [
            line
            for household_id, lines in self.lines.items()
            if household_id not in open_ones
            for line in lines
        ]

    def _still_unclaimed(self) -> set[UUID]:
        if not self.lines:
            return set()
        wanted = _households.c.id.in_(list(self.lines)), _households.c.claimed_at.is_(None)
        return set(db.session.scalars(select(_households.c.id).where(*wanted).with_for_update()))

    def _write_persons(self, open_ones: set[UUID]) -> None:
        reachable = open_ones.union(household["id"] for household in self.new.households)
        changed = [columns for ids, columns in self.person_updates if ids <= reachable]
        # Pairs are unique: those that go are cleared before those that come are written.
        _execute(update(_persons).where(_persons.c.id == bindparam("row_id")).values(pair_index=None),
                 [{"row_id": columns["row_id"]} for columns in changed])  # fmt: skip
        self.new.write()
        _execute(insert(_persons), [row for household_id, row in self.persons if household_id in reachable])
        _execute(update(_persons).where(_persons.c.id == bindparam("row_id")), changed)

    def _write_households(self, open_ones: set[UUID]) -> None:
        for household_id, columns in self.household_updates.items():
            if household_id in open_ones:
                db.session.execute(
                    update(_households).where(_households.c.id == household_id).values(columns)
                )
        moved = [household for household in self.moved_places if household.id in open_ones]
        deltas = [delta for household in moved for delta in self._count_moved(household)]
        _execute(insert(cast(Table, CountDelta.__table__)), deltas)

    def _count_moved(self, household: StoredHousehold) -> list[dict[str, Any]]:
        """Out of the counts of the old place, into those of the new one, in the same state."""
        columns = self.household_updates[household.id]
        state = household.origin, household.state, household.state_channel, household.state_day
        old = CountKey(household.village_code, household.sls_id or NO_SLS, *state)
        new = CountKey(columns["village_code"], columns["sls_id"] or NO_SLS, *state)
        return [delta_row(old, -1), delta_row(new, +1)]

    def _log(self, open_ones: set[UUID]) -> None:
        logged = [event_row(one, rules.UPDATED, rules.REGISTER, None, self.new.detail) for one in open_ones]
        _execute(insert(cast(Table, HouseholdEvent.__table__)), logged)

    def _end_emptied(self, open_ones: set[UUID]) -> None:
        """A family whose last member stands on another card now is not there any more."""
        if not self.person_updates:
            return
        members = exists(select(_persons.c.id).where(_persons.c.household_id == _households.c.id))
        empty = select(_households.c.id).where(_households.c.id.in_(list(open_ones)), ~members)
        for household_id in db.session.scalars(empty).all():
            record_event(household_id, "moved", rules.REGISTER, detail="no member left on the card")


def _execute(statement: Executable, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(statement, rows)
