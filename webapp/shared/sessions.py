"""Who is at the other end: session rows, and a cookie that alone can open what they hold sealed.

The cookie carries 32 random bytes. Their hash names the row, another hash is the key of the row's sealed part;
so a copy of the database opens no session. Nothing in the cookie is personal.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, g
from sqlalchemy import LargeBinary, Uuid, bindparam, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared import clock, sealing
from webapp.shared.cookies import cookie
from webapp.shared.db import Model, Moment, UtcDateTime, db, transaction, when_undone
from webapp.shared.quick import Quick
from webapp.shared.settings import settings

COOKIE = "catat"
STAFF_HOURS = 10
# However busy a session is, it ends: a working day for staff, half a day for a family.
_LONGEST = {True: timedelta(hours=16), False: timedelta(hours=12)}
_TOUCH_EVERY = timedelta(seconds=60)


class SessionRow(Model):
    """One signed-in browser. `sealed` holds the seat's secrets under a key that only the cookie knows."""

    __tablename__ = "sessions"
    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    staff_id: Mapped[UUID | None] = mapped_column(Uuid(), index=True)
    seat_id: Mapped[UUID | None] = mapped_column(Uuid(), index=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary())
    started_at: Mapped[Moment]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)


_columns = SessionRow.__table__.c
_this = _columns.id == bindparam("session_id")
_put = Quick(insert(SessionRow.__table__))  # type: ignore[arg-type]
_take = Quick(delete(SessionRow).where(_this))
_see = Quick(update(SessionRow).where(_this).values(seen_at=bindparam("moment")))
_sit = Quick(update(SessionRow).where(_this).values(seat_id=bindparam("seat"), sealed=bindparam("secrets")))
_by_id = Quick(
    select(_columns.staff_id, _columns.seat_id, _columns.started_at, _columns.seen_at, _columns.sealed).where(
        _columns.id == bindparam("session_id")
    )
)


@dataclass
class Session:
    """The current request's session. `secrets` are plain in memory only."""

    id: UUID
    token: bytes = field(repr=False)
    staff_id: UUID | None
    seat_id: UUID | None
    started_at: datetime
    seen_at: datetime
    sealed: bytes | None = field(repr=False)

    @property
    def ends_at(self) -> datetime:
        """When it ends if nothing more is sent (UTC)."""
        of_staff = self.staff_id is not None
        return min(self.seen_at + _idle(of_staff), self.started_at + _LONGEST[of_staff])

    def secrets(self) -> dict[str, Any]:
        """What start() or put_secrets() sealed; {} when nothing was. Bytes are stored as hexadecimal by callers."""
        if self.sealed is None:
            return {}
        return dict(sealing.from_json(sealing.unseal_with(_key(self.token), self.id.bytes, self.sealed)))


def start(
    *, staff_id: UUID | None = None, seat_id: UUID | None = None, secrets: dict[str, Any] | None = None
) -> Session:
    """A new session for this browser; the one it had is ended. Call inside transaction()."""
    end()
    token = os.urandom(32)
    moment = clock.now()
    found = Session(_id(token), token, staff_id, seat_id, moment, moment, None)
    found.sealed = _seal(found, secrets)
    _put_back_if_undone()
    _put.write(id=found.id, staff_id=staff_id, seat_id=seat_id, sealed=found.sealed, started_at=moment,
               seen_at=moment)  # fmt: skip
    _now_is(found, token)
    return found


def attach_seat(seat_id: UUID | None, secrets: dict[str, Any] | None = None) -> None:
    """Put a seat into the current session (None takes it away). Call inside transaction()."""
    found = current()
    if found is None:
        raise RuntimeError("no session to attach a seat to")
    _put_back_if_undone()
    found.seat_id, found.sealed = seat_id, _seal(found, secrets)
    _sit.write(session_id=found.id, seat=seat_id, secrets=found.sealed)


def end() -> None:
    """End the current session, if there is one. Call inside transaction()."""
    found = current()
    if found is not None:
        _put_back_if_undone()
        _take.write(session_id=found.id)
    _now_is(None, b"")


def end_all_of_staff(staff_id: UUID) -> None:
    """A disabled or re-keyed account is out everywhere at once. Call inside transaction()."""
    db.session.execute(delete(SessionRow).where(SessionRow.staff_id == staff_id))


def current() -> Session | None:
    """The session that this request's cookie opens, if it is still alive."""
    here = g._get_current_object()  # a page asks often, and the proxy costs more than the answer
    try:
        found: Session | None = here.catat_session
    except AttributeError:
        found = here.catat_session = _look_up()
    return found


def ended() -> Session | None:
    """The session that this request's cookie named until its time was over; for what was sent too late."""
    found = _named_by_cookie()
    return found if found is not None and clock.now() >= found.ends_at else None


def touch() -> None:
    """Note that the browser was seen; written at most once a minute."""
    found = current()
    if found is not None and clock.now() - found.seen_at >= _TOUCH_EVERY:
        with transaction():
            _see.write(session_id=found.id, moment=clock.now())
        found.seen_at = clock.now()


def sweep() -> int:
    """Remove sessions that ended more than an hour ago; for the jobs loop. Returns how many."""
    ended = clock.now() - timedelta(hours=1)
    columns = SessionRow.__table__.c
    of_family = columns.staff_id.is_(None) & (columns.seen_at < ended - _idle(False))
    old = columns.seen_at < ended - _idle(True)
    with transaction():
        gone: Any = db.session.execute(delete(SessionRow).where(of_family | old))
    return int(gone.rowcount)


def cookie_name() -> str:
    """Over https with the prefix by which browsers refuse the cookie to any other host or path."""
    return f"__Host-{COOKIE}" if settings().is_https else COOKIE


def set_cookie(response: Response) -> None:
    """Send or clear the cookie if this request changed it."""
    token = g.get("catat_cookie")
    if token is None:
        return
    if token == b"":
        response.delete_cookie(
            cookie_name(), path="/", httponly=True, samesite="Lax", secure=settings().is_https
        )
        return
    response.set_cookie(cookie_name(), base64.urlsafe_b64encode(token).decode().rstrip("="), path="/",
                        httponly=True, samesite="Lax", secure=settings().is_https)  # fmt: skip


def _look_up() -> Session | None:
    found = _named_by_cookie()
    return found if found is not None and clock.now() < found.ends_at else None


def _named_by_cookie() -> Session | None:
    token = _token_of(cookie(cookie_name()))
    if token is None:
        return None
    row = _by_id.first(session_id=(session_id := _id(token)))
    return Session(session_id, token, row[0], row[1], row[2], row[3], row[4]) if row else None


def _idle(of_staff: bool) -> timedelta:
    return timedelta(hours=STAFF_HOURS) if of_staff else timedelta(minutes=settings().idle_minutes)


def _now_is(found: Session | None, cookie: bytes | None) -> None:
    g.catat_session, g.catat_cookie = found, cookie
    g.pop("catat_staff", None)  # access asks again who this is


def _put_back_if_undone() -> None:
    """A session whose transaction was undone must not reach the browser, nor the one before it be forgotten."""
    found, cookie = current(), g.get("catat_cookie")
    when_undone(partial(_now_is, found and replace(found), cookie))


def _token_of(cookie: str) -> bytes | None:
    try:
        token = base64.urlsafe_b64decode(cookie + "=")
    except (binascii.Error, ValueError):
        return None
    return token if len(token) == 32 else None


def _id(token: bytes) -> UUID:
    return UUID(bytes=hashlib.blake2b(token, digest_size=16, person=b"catat-session-id").digest())


def _key(token: bytes) -> bytes:
    return sealing.key_from(token, b"catat-session")


def _seal(found: Session, secrets: dict[str, Any] | None) -> bytes | None:
    if not secrets:
        return None
    return sealing.seal_with(_key(found.token), found.id.bytes, sealing.to_json(secrets))
