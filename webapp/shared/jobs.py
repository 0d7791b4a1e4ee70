"""Long work as rows with progress, and what happens every so often: `flask jobs run` beside the web process.

A job kind is registered in webapp.app by name; its handler gets the payload and a `progress(done, total)`
callable and must be repeatable, since a killed worker's job is taken up again when its lease ends.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared import clock, schema
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime, db, new_id, transaction
from webapp.shared.group_commit import GroupLost
from webapp.shared.keyring import KeysUnusable

log = logging.getLogger("catat.jobs")
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
REST_S = 1.0  # between two looks
FIRST_PAUSE = timedelta(seconds=5)  # doubled with each attempt

Progress = Callable[[int, int], None]
Handler = Callable[[dict[str, Any], Progress], None]


class LeaseLost(Exception):
    """This work took longer than its lease without saying so, and somebody else has taken it up."""


class Job(Model):
    """One piece of long work. The payload holds ids and codes only, nothing personal."""

    __tablename__ = "jobs"
    id: Mapped[PrimaryId]
    kind: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(80), default="")
    payload: Mapped[dict[str, Any]] = mapped_column(JSON())
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[Moment]
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime())


@dataclass
class Periodic:
    """Something to do every so often; a failure is logged and tried again at the next turn."""

    name: str
    every_s: float
    run: Callable[[], Any]
    due: float = 0.0


_handlers: dict[str, Handler] = {}
_periodic: dict[str, Periodic] = {}


def register(kind: str, handler: Handler) -> None:
    """Name the function that does jobs of this kind."""
    _handlers[kind] = handler


def register_periodic(name: str, every_s: float, run: Callable[[], Any]) -> None:
    """Do `run()` every `every_s` seconds in the jobs loop."""
    _periodic[name] = Periodic(name, every_s, run)


def enqueue(kind: str, payload: dict[str, Any], subject: str = "") -> UUID:
    """Write the row, in the caller's transaction."""
    job = Job(id=new_id(), kind=kind, payload=payload, subject=subject, created_at=clock.now())
    db.session.add(job)
    db.session.flush()
    return job.id


def work_once() -> bool:
    """Take one waiting job, if there is one, and do it. Returns whether there was one."""
    lease = _take()
    if lease is None:
        return False
    try:
        _handlers[lease.kind](lease.payload, lease.note_progress)
    except LeaseLost:
        log.warning("job %s was taken over", lease.kind)
    except Exception as failure:  # noqa: BLE001  a job's fault must not stop the loop; it is kept in the row
        log.warning("job %s failed: %s", lease.kind, type(failure).__name__)
        db.session.rollback()
        lease.end_failed(type(failure).__name__)
    else:
        lease.change(state="done", error=None, leased_until=None)
    return True


@dataclass(frozen=True)
class _Lease:
    """A job as one worker holds it. `attempt` tells it from the same job in the hands of a later worker."""

    id: UUID
    kind: str
    payload: dict[str, Any]
    attempt: int

    def change(self, **values: Any) -> bool:
        """Write into the row if it is still ours."""
        ours = Job.id == self.id, Job.attempts == self.attempt, Job.state == "working"
        with transaction():
            found: Any = db.session.execute(update(Job).where(*ours).values(**values))
        return bool(found.rowcount)

    def note_progress(self, done: int, total: int) -> None:
        """For the page that shows it, and to keep the lease. Raises LeaseLost."""
        if not self.change(done=done, total=total, leased_until=clock.now() + LEASE):
            raise LeaseLost

    def end_failed(self, error: str) -> None:
        """Once more after a pause, or never again."""
        again = self.attempt < MOST_ATTEMPTS
        pause = clock.now() + FIRST_PAUSE * 2 ** (self.attempt - 1) if again else None
        self.change(state="waiting" if again else "failed", error=error, leased_until=pause)


def _take() -> _Lease | None:
    """The oldest free job. One that has killed its worker as often as allowed is given up here."""
    moment = clock.now()
    free = (
        or_(Job.leased_until.is_(None), Job.leased_until <= moment),
        Job.state.in_(("waiting", "working")), Job.kind.in_(list(_handlers)),
    )  # fmt: skip
    with transaction():
        job = db.session.execute(
            select(Job).where(*free).order_by(Job.created_at).limit(1).with_for_update(skip_locked=True)
        ).scalar()
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            job.state, job.error, job.leased_until = "failed", job.error or "WorkerKilled", None
        else:
            job.state, job.leased_until, job.attempts = "working", moment + LEASE, job.attempts + 1
        lease = _Lease(job.id, job.kind, job.payload, job.attempts)
        given_up = job.state == "failed"
    return _take() if given_up else lease


def run_due(moment: float) -> None:
    """Do each periodic piece whose time has come. `moment`: monotonic seconds."""
    for piece in _periodic.values():
        if moment >= piece.due:
            piece.due = moment + piece.every_s
            try:
                piece.run()
            except Exception as failure:  # noqa: BLE001  one piece's fault must not stop the others
                log.warning("%s failed: %s", piece.name, type(failure).__name__)
            db.session.remove()


def loop(monotonic: Callable[[], float]) -> None:
    """Work until SIGTERM or SIGINT; a database that is away is waited for."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    while not stop.is_set():
        worked = False
        try:
            schema.check_key_prints()
            run_due(monotonic())
            worked = work_once()
        except (SQLAlchemyError, GroupLost, KeysUnusable) as failure:
            log.warning(
                "waiting for the database: %s",
                failure if isinstance(failure, KeysUnusable) else type(failure).__name__,
            )
        db.session.remove()
        stop.wait(0.0 if worked else REST_S / 20 if clock.is_followed() else REST_S)
