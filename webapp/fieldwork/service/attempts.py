"""What came of an attempt at a door: written once, with all of its effects, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.fieldwork import rules
from webapp.fieldwork.models import ContactAttempt
from webapp.fieldwork.service.outcomes import counting, outcomes
from webapp.fieldwork.service.stops import CASE_PAGE, finish_stop
from webapp.households import rules as household_rules
from webapp.households import service as households
from webapp.shared import audit, clock, events, sealing
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, new_id, transaction
from webapp.shared.errors import Forbidden
from webapp.staff import service as tasks
from webapp.visits import service as visits

ATTEMPTS_SPENT = "attempts_spent"


@dataclass(frozen=True, slots=True)
class Recorded:
    """is_new: False when this outcome had been sent before. counted: the family was recorded by another way."""

    is_new: bool
    counted: bool
    state: str


def record_attempt(
    household_id: UUID, enumerator: StaffIdentity, outcome: str, note: str, client_id: UUID,
    *, at: datetime | None = None, device_at: datetime | None = None, effect: bool = True,
    position: rules.Position | None = None,
) -> Recorded:  # fmt: skip
    """Write what came of an attempt. The same client_id again changes nothing.

    at: when it happened, by our clock, if not now; device_at: by the phone's. effect: False where newer news stands.
    position: where she stood, if she let it be known; later plans take it for the door's place.
    A family that was counted meanwhile stays counted; the attempt is kept all the same.
    Raises UnknownOutcome, NoteTooLong, UnknownHousehold, Forbidden.
    """
    kind = outcomes().get(outcome)
    if kind is None or not kind.button:
        raise rules.UnknownOutcome
    if len(note) > rules.LONGEST_NOTE:
        raise rules.NoteTooLong(most=rules.LONGEST_NOTE)
    card = households.card(household_id)
    if not enumerator.covers(card.village_code):
        with transaction():
            audit.record("denied", f"door {household_id}", by=enumerator.username)
        raise Forbidden
    happened = at or clock.now()
    with transaction():
        attempt_id = _insert(
            household_id,
            enumerator.id,
            outcome,
            client_id,
            note=note,
            at=at,
            device_at=device_at,
            position=position,
        )
        state = households.card(household_id).state
        counted = state == household_rules.COMPLETE
        if attempt_id is None:
            return Recorded(is_new=False, counted=counted, state=state)
        audit.record(
            "attempt recorded", str(household_id), reason="door", detail=outcome, by=enumerator.username
        )
        finish_stop(household_id, clock.to_wib(happened).date())
        visits.finish(household_id, clock.to_wib(happened).date(), outcome)
        if not counted and effect:
            state = _take_effect(household_id, card.village_code, kind, str(enumerator.id))
        events.announce("attempt_recorded", household_id=household_id, attempt_id=attempt_id, outcome=outcome,
                        by=str(enumerator.id))  # fmt: skip
        return Recorded(is_new=True, counted=counted, state=state)


def _take_effect(household_id: UUID, village_code: str, kind: rules.Outcome, by: str) -> str:
    state = households.record_event(household_id, kind.case, "visit", by, kind.code)
    if kind.ends and visits.booking_of(household_id) is not None:
        visits.cancel(household_id, "visit", "office", by)
    if kind.task:
        tasks.open_task(kind.task, village_code, household_id, CASE_PAGE)
    if not kind.ends and rules.is_spent(_attempts(household_id)):
        tasks.open_task(ATTEMPTS_SPENT, village_code, household_id, CASE_PAGE)
    return state


def _attempts(household_id: UUID) -> int:
    tried = ContactAttempt.household_id == household_id, ContactAttempt.outcome.in_(counting())
    return db.session.execute(select(func.count()).select_from(ContactAttempt).where(*tried)).scalar_one()


def _insert(
    household_id: UUID, enumerator_id: UUID, outcome: str, client_id: UUID,
    *, note: str = "", at: datetime | None = None, device_at: datetime | None = None,
    position: rules.Position | None = None,
) -> UUID | None:  # fmt: skip
    attempt_id = new_id()
    sealed = sealing.seal("contact_attempts", attempt_id, "note", note.encode()) if note else None
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(ContactAttempt).values(
        id=attempt_id, household_id=household_id, enumerator_id=enumerator_id, at=at or clock.now(),
        device_at=device_at, outcome=outcome, note_sealed=sealed, client_id=client_id,
        latitude=position.latitude if position else None, longitude=position.longitude if position else None,
    )  # fmt: skip
    written: UUID | None = db.session.scalar(
        row.on_conflict_do_nothing(index_elements=["client_id"]).returning(ContactAttempt.id)
    )
    return written


def on_interviewed(
    household_id: UUID, version_id: UUID, channel: str, by: str | None = None, **_facts: Any
) -> None:
    """A receipt that an enumerator's interview ended in: an attempt of its own, and today's stop is done."""
    if channel != "visit" or by is None:
        return
    with transaction():
        attempt_id = _insert(household_id, UUID(by), rules.COMPLETED, version_id)
        finish_stop(household_id, clock.today())
        if attempt_id is not None:
            events.announce("attempt_recorded", household_id=household_id, attempt_id=attempt_id,
                            outcome=rules.COMPLETED, by=by)  # fmt: skip
