"""What phones sent late, and what else happened to the families of which they tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from webapp.fieldwork import rules
from webapp.fieldwork.models import ContactAttempt, PhoneReport
from webapp.fieldwork.rules.reports import APPLY, CLOCK_OFF_S
from webapp.households import rules as household_rules
from webapp.households.models import HouseholdEvent
from webapp.shared.db import db

_LATE = 50


def report(client_id: UUID) -> PhoneReport | None:
    """What came under this id, if anything did."""
    return db.session.get(PhoneReport, client_id)


def reports_to_see(enumerator_id: UUID, since: datetime) -> list[PhoneReport]:
    """An enumerator's late outcomes that met other news, or came from a clock that is off; the newest first."""
    table = PhoneReport
    odd = (table.verdict != APPLY) | ~table.clock_off_s.between(-CLOCK_OFF_S, CLOCK_OFF_S)
    wanted = select(table).where(table.enumerator_id == enumerator_id, table.received_at >= since, odd)
    return list(db.session.scalars(wanted.order_by(table.received_at.desc()).limit(_LATE)))


def reports_of(household_id: UUID) -> list[PhoneReport]:
    """The late outcomes of a family that did not take effect."""
    wanted = select(PhoneReport).where(PhoneReport.household_id == household_id, PhoneReport.verdict != APPLY)
    return list(db.session.scalars(wanted.order_by(PhoneReport.device_at)))


def happened(household_id: UUID) -> list[tuple[datetime, str]]:
    """(moment, kind) of what is known of a case away from its door."""
    table = HouseholdEvent
    wanted = select(table.at, table.kind).where(
        table.household_id == household_id, table.kind.not_in(household_rules.DOOR_KINDS)
    )
    return [(at, kind) for at, kind in db.session.execute(wanted)]


def tries(household_ids: Sequence[UUID]) -> dict[UUID, list[tuple[datetime, str, bytes | None, UUID]]]:
    """(moment, outcome, sealed note, id) of every try at these doors but the interviews, the first one first."""
    table = ContactAttempt
    found: dict[UUID, list[tuple[datetime, str, bytes | None, UUID]]] = {}
    rows = db.session.execute(
        select(table.household_id, table.at, table.outcome, table.note_sealed, table.id)
        .where(table.household_id.in_(household_ids), table.outcome != rules.COMPLETED)
        .order_by(table.at)
    )
    for household_id, at, outcome, note, row_id in rows:
        found.setdefault(household_id, []).append((at, outcome, note, row_id))
    return found
