"""The process beside the web server (`flask sms send --loop`): answers what came in, sends what must leave.

Each works in a thread of its own, so that a gateway that hangs keeps nobody's answer from being written. The rows are
the truth: whatever is killed here is taken up again by whoever runs next.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from sms import queries, sender, service
from webapp.shared import quick, schema
from webapp.shared.db import db
from webapp.shared.group_commit import GroupLost
from webapp.shared.keyring import KeysUnusable

log = logging.getLogger("catat.sms")
LOOK_S = 0.05  # between two looks for something that came in, or that must leave
SWEEP_S = 5.0
PATIENCE_S = 2.0  # while the database is away


@dataclass
class Running:
    """What the threads of one process share. `wake`: there may be something to send."""

    stop: threading.Event = field(default_factory=threading.Event)
    wake: threading.Event = field(default_factory=threading.Event)
    worker: sender.Sender = field(default_factory=sender.Sender.from_settings)

    def answer(self) -> float:
        """Answer what waits; how long to rest."""
        if not queries.anything_came_in():
            return LOOK_S
        service.answer_waiting()
        self.wake.set()
        return 0.0

    def send(self) -> float:
        """Send what is due."""
        self.wake.clear()
        return 0.0 if sender.anything_due() and self.worker.work() else LOOK_S

    def sweep(self) -> float:
        """See to what got stuck."""
        self.worker.sweep()
        return SWEEP_S


def loop() -> None:
    """Work until SIGTERM or SIGINT; the text at hand is finished first. A database that is away is waited for."""
    running = Running()
    running.worker.stop = running.stop
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: running.stop.set())
    works: list[tuple[Callable[[], float], threading.Event]] = [
        (running.answer, running.stop), (running.send, running.wake), (running.sweep, running.stop),
    ]  # fmt: skip
    threads = [
        threading.Thread(target=_keep_at_it, args=(app, running, work, rest), daemon=True)
        for work, rest in works
    ]
    for thread in threads:
        thread.start()
    running.stop.wait()
    running.wake.set()
    for thread in threads:
        thread.join()


def _keep_at_it(app: Flask, running: Running, work: Callable[[], float], rest: threading.Event) -> None:
    """Do this work again and again, resting on an event that may end the rest early."""
    with app.app_context():
        while not running.stop.is_set():
            pause = _once(work)
            if pause:
                rest.wait(pause)


def _once(work: Callable[[], float]) -> float:
    try:
        schema.check_key_prints()
        return work()
    except (SQLAlchemyError, GroupLost, KeysUnusable) as failure:
        log.warning("the database is away: %s", type(failure).__name__)
        return PATIENCE_S
    finally:
        quick.give_back()
        db.session.remove()
