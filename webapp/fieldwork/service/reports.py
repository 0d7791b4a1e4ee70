"""Outcomes that a phone recorded without signal: taken once each, settled by the table of rules/reports.py."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import PhoneReport
from webapp.fieldwork.queries import reports as kept
from webapp.fieldwork.rules import reports as late
from webapp.fieldwork.service.attempts import record_attempt
from webapp.fieldwork.service.outcomes import outcomes
from webapp.fieldwork.service.stops import CASE_PAGE
from webapp.households import service as households
from webapp.shared import audit, clock, phone_seal, sealing
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, transaction, upsert
from webapp.staff import service as tasks

HELD_REPORT = "held_report"
SHOWN_DAYS = 3


@dataclass(frozen=True, slots=True)
class Report:
    """One outcome as the phone recorded it."""

    client_id: UUID
    household_id: UUID
    outcome: str
    note: str
    device_at: datetime


def open_report(client_id: str, sealed: str) -> Report:
    """What the phone sealed to us. Raises UnreadableReport."""
    try:
        blob = base64.b64decode(sealed, validate=True)
        told: Any = json.loads(phone_seal.open_report(client_id, blob).decode())
        device_at = datetime.fromisoformat(str(told["device_at"])).astimezone(UTC)
        return Report(
            UUID(client_id), UUID(told["household"]), str(told["outcome"]), str(told["note"]), device_at
        )
    except (
        binascii.Error, sealing.SealBroken, ValueError, KeyError, TypeError, OverflowError
    ) as broken:  # fmt: skip
        raise rules.UnreadableReport from broken


def take_report(report: Report, me: StaffIdentity, clock_off_s: int) -> str:
    """Write an outcome with both clocks and do what the table says; returns the verdict.

    The same client_id again changes nothing. For a door that is not hers any more it is kept and a coordinator sees
    it. clock_off_s: how far the phone's clock is ahead. Raises UnknownOutcome, NoteTooLong, UnknownHousehold.
    """
    kind = outcomes().get(report.outcome)
    if kind is None or not kind.button:
        raise rules.UnknownOutcome
    if len(report.note) > rules.LONGEST_NOTE:
        raise rules.NoteTooLong(most=rules.LONGEST_NOTE)
    at = late.moment_of(report.device_at, clock_off_s, clock.now())
    with transaction():
        card = households.card(report.household_id)
        verdict = _verdict(card.id, card.state, kind.case, at)
        if not me.covers(card.village_code):
            verdict = late.HOLD
        if not _write(report, me, card.state, verdict, clock_off_s):
            db.session.expire_all()
            known = kept.report(report.client_id)
            return known.verdict if known else verdict
        if verdict == late.HOLD:
            tasks.open_task(HELD_REPORT, card.village_code, card.id, CASE_PAGE)
            audit.record("report held", str(card.id), detail=report.outcome, by=me.username)
            return verdict
        record_attempt(card.id, me, report.outcome, report.note, report.client_id, at=at,
                       device_at=report.device_at, effect=verdict == late.APPLY)  # fmt: skip
        return verdict


def _verdict(household_id: UUID, state: str, kind: str, at: datetime) -> str:
    events = [late.Happened(*one) for one in kept.happened(household_id)]
    events += [
        late.Happened(one.at, outcomes()[one.outcome].case) for one in queries.attempts_of(household_id)
    ]
    since = late.settled_since(events)
    return late.verdict(state, kind, older=since is not None and at < since)


def _write(report: Report, me: StaffIdentity, state: str, verdict: str, clock_off_s: int) -> bool:
    note = report.note.encode()
    sealed = sealing.seal("phone_reports", report.client_id, "note", note) if note else None
    values = {
        "client_id": report.client_id, "household_id": report.household_id, "enumerator_id": me.id,
        "outcome": report.outcome, "note_sealed": sealed, "device_at": report.device_at, "received_at": clock.now(),
        "clock_off_s": clock_off_s, "state": state, "verdict": verdict,
    }  # fmt: skip
    wrote = upsert(PhoneReport, values, key=["client_id"]).returning(PhoneReport.client_id)
    return db.session.execute(wrote).scalar() is not None


def reports_to_see(me: StaffIdentity) -> Sequence[PhoneReport]:
    """My late outcomes of the last days that met other news."""
    return kept.reports_to_see(me.id, clock.now() - timedelta(days=SHOWN_DAYS))


def reports_of(household_id: UUID) -> list[tuple[PhoneReport, str]]:
    """For the desk: what came late and did not take effect, with its note. The caller has the read on record."""
    return [(one, _note(one)) for one in kept.reports_of(household_id)]


def _note(report: PhoneReport) -> str:
    if report.note_sealed is None:
        return ""
    return sealing.unseal("phone_reports", report.client_id, "note", report.note_sealed).decode()
