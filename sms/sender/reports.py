"""Status reports of the providers: shown, never decided on; they only move a text forward."""

from __future__ import annotations

import logging
from uuid import UUID

from sqlalchemy import select

from sms.gateways.base import StatusReport
from sms.sender import rows
from sms.sender.meaning import may_become, of_failure
from webapp.shared import clock
from webapp.shared.db import db, transaction
from webapp.shared.outbox import OutboxMessage

log = logging.getLogger("catat.sms")


def report(message_id: UUID, said: StatusReport) -> bool:
    """Take a report about one of our texts, under its row lock. False for a text that we do not know."""
    if not said.state:
        log.info("unknown status word %r", said.word[:20])
        return True
    flag = ""
    with transaction():
        row = db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.id == message_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            return False
        other_attempt = bool(row.provider_ref and said.reference and row.provider_ref != said.reference)
        if may_become(row.state, said.state) and not (other_attempt and said.state == "FAILED"):
            flag = _apply(row, said)
        db.session.flush()
    if flag:
        rows.flag_phone(row.phone_index, flag)
    return True


def _apply(row: OutboxMessage, said: StatusReport) -> str:
    """Move the row; returns what the phone is to be flagged as."""
    row.provider_ref = row.provider_ref or said.reference[:80] or None
    row.changed_at, row.leased_until = clock.now(), None
    if said.state != "FAILED":
        row.state, row.error = said.state, None
        return ""
    verdict = of_failure(said.code, row.attempt, said_no=True)
    row.state = "FAILED" if verdict.state == "REJECTED" else verdict.state
    row.error = (said.code or said.word)[:80]
    if verdict.state == "RETRY":
        row.due_at, row.provider_ref = clock.now() + verdict.after, None
    return verdict.flag
