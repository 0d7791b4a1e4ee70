"""An enumerator's calendar feed: an address with a secret that can be taken back; no names in it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from webapp.fieldwork import queries
from webapp.fieldwork.models import Roster, Stop
from webapp.fieldwork.queries import StopRow
from webapp.fieldwork.rules import hours
from webapp.fieldwork.rules.calendars import Event, feed
from webapp.shared import audit, clock
from webapp.shared.db import db, transaction, upsert
from webapp.shared.errors import NotFound
from webapp.staff import queries as staff
from webapp.visits.rules import WINDOWS

DAYS_BACK, DAYS_AHEAD, SECRET_BYTES = 7, 30, 24


def open_calendar(account_id: UUID) -> str:
    """A new secret for her feed's address; the one before it ends. It is shown this once and kept as its print only."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    values = {"account_id": account_id, "weekdays": hours.USUAL_WEEKDAYS, "starts": hours.USUAL_STARTS,
              "ends": hours.USUAL_ENDS, "feed_key": _print(secret)}  # fmt: skip
    with transaction():
        db.session.execute(upsert(Roster, values, key=["account_id"], update=["feed_key"]))
        audit.record("calendar opened", str(account_id))
    return secret


def close_calendar(account_id: UUID) -> None:
    """Nobody reads it any more."""
    with transaction():
        db.session.execute(update(Roster).where(Roster.account_id == account_id).values(feed_key=None))
        audit.record("calendar closed", str(account_id))


def read_calendar(secret: str) -> str:
    """The feed behind a secret; of somebody who is no enumerator any more, nothing. Raises NotFound."""
    account_id = db.session.scalar(select(Roster.account_id).where(Roster.feed_key == _print(secret)))
    who = staff.identity(account_id) if account_id else None
    if who is None or who.role != "enumerator":
        raise NotFound
    today = clock.today()
    found = queries.stops(
        Stop.enumerator_id == who.id, today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    )
    begins = queries.begins_of([one.id for one in found])
    number = staff.officer_numbers([who.id]).get(who.id, "")
    return feed(
        f"Kunjungan {number}".strip(), [_event(one, begins.get(one.id)) for one in found], clock.now()
    )


def _event(stop: StopRow, begins: int | None) -> Event:
    starts, ends = _times(stop.day, stop.window, begins)
    where = f"RT {stop.rt}" + (f"/RW {stop.rw}" if stop.rw else "") if stop.rt else ""
    word = "Janji" if stop.window else "Kunjungan"
    summary = f"{word}, surat ..{stop.letter_number[-2:]}"
    return Event(
        str(stop.id), starts, ends, summary, ", ".join(part for part in (where, stop.village) if part)
    )


def _times(day: date, window: str | None, begins: int | None) -> tuple[datetime, datetime]:
    """The promised window; else half an hour from when the plan comes by; else the working day."""
    if window:
        shown = WINDOWS[window]
        return (clock.at_wib(day, shown.starts.hour, shown.starts.minute),
                clock.at_wib(day, shown.ends.hour, shown.ends.minute))  # fmt: skip
    if begins is not None:
        starts = clock.at_wib(day) + timedelta(minutes=begins)
        return starts, starts + timedelta(minutes=30)
    return (clock.at_wib(day) + timedelta(minutes=hours.USUAL_STARTS),
            clock.at_wib(day) + timedelta(minutes=hours.USUAL_ENDS))  # fmt: skip


def _print(secret: str) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"catat-calendar").digest()
