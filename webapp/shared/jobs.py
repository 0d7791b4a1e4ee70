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

from webapp.shared import clock
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime, db, new_id, transaction

log = logging.getLogger("catat.jobs")
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5

Progress = Callable[[int, int], None]
Handler = Callable[[dict[str, Any], Progress], None]


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
    job = _take()
    if job is None:
        return False
    try:
        _handlers[job.kind](job.payload, lambda done, total: _note_progress(job.id, done, total))
    except Exception as failure:  # noqa: BLE001  a job's fault must not stop the loop; it is kept in the row
        log.warning("job %s failed: %s", job.kind, type(failure).__name__)
        _end(job, "failed" if job.attempts >= MOST_ATTEMPTS else "waiting", type(failure).__name__)
    else:
        _end(job, "done", None)
    return True


def _take() -> Job | None:
    moment = clock.now()
    free = or_(Job.state == "waiting", (Job.state == "working") & (Job.leased_until < moment))
    with transaction():
        job = db.session.execute(
            select(Job).where(free, Job.kind.in_(list(_handlers))).order_by(Job.created_at).limit(1)
            .with_for_update(skip_locked=True)
        ).scalar()  # fmt: skip
        if job is not None:
            job.state, job.leased_until, job.attempts = "working", moment + LEASE, job.attempts + 1
    return job


def _note_progress(job_id: UUID, done: int, total: int) -> None:
    with transaction():
        values = {"done": done, "total": total, "leased_until": clock.now() + LEASE}
        db.session.execute(update(Job).where(Job.id == job_id).values(**values))


def _end(job: Job, state: str, error: str | None) -> None:
    with transaction():
        values = {"state": state, "error": error, "leased_until": None}
        db.session.execute(update(Job).where(Job.id == job.id).values(**values))


def run_due(moment: float) -> None:
    """Do each periodic piece whose time has come. `moment`: monotonic seconds."""
    for piece in _periodic.values():
        if moment >= piece.due:
            piece.due = moment + piece.every_s
            try:
                piece.run()
            except (SQLAlchemyError, OSError) as failure:
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
            run_due(monotonic())
            worked = work_once()
        except SQLAlchemyError as failure:
            log.warning("the database is away: %s", type(failure).__name__)
        db.session.remove()
        stop.wait(0.0 if worked else 1.0)
