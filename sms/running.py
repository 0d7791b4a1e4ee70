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
from functools import partial

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from sms import queries, sender, service
from sms.gateways.base import Gateway, GatewayAway
from webapp.shared import quick, schema
from webapp.shared.db import db
from webapp.shared.group_commit import GroupLost
from webapp.shared.keyring import KeysUnusable

log = logging.getLogger("catat.sms")
LOOK_S = 0.05  # between two looks for something that came in, or that must leave
STUCK_S = 0.25  # something is due, but may not leave by this gateway now
SWEEP_S = 5.0
PATIENCE_S = 2.0  # while the database is away


Work = Callable[[], float]  # does something, and says how long to rest


@dataclass
class Running:
    """What the threads of one process share. `wake`: there may be something to send by a gateway."""

    stop: threading.Event = field(default_factory=threading.Event)
    worker: sender.Sender = field(default_factory=sender.Sender.from_settings)
    wake: dict[str, threading.Event] = field(init=False)

    def __post_init__(self) -> None:
        self.worker.stop = self.stop
        self.wake = {name: threading.Event() for name in self.worker.on}

    def answer(self) -> float:
        """Answer what waits; how long to rest."""
        if not queries.anything_came_in():
            return LOOK_S
        service.answer_waiting()
        self.wake_senders()
        return 0.0

    def wake_senders(self) -> None:
        """Something to send may have come up."""
        for event in self.wake.values():
            event.set()

    def send(self, name: str) -> float:
        """Send what is due by this gateway."""
        self.wake[name].clear()
        if not sender.anything_due():
            return LOOK_S
        return 0.0 if self.worker.work_lane(name) else STUCK_S

    def ask(self, gateway: Gateway) -> float:
        """Ask a gateway that does not call: what came in, and what became of what left."""
        try:
            for received in gateway.fetch():
                service.keep(gateway.name, received.message_id, received.sender, received.text)
                gateway.acknowledge(received)
            for said in gateway.reports():
                if said.id is not None:
                    sender.report(said.id, said)
        except GatewayAway:
            log.warning("gateway %s cannot be asked", gateway.name)
            return PATIENCE_S + gateway.capabilities.asked_every_s
        return gateway.capabilities.asked_every_s

    def sweep(self) -> float:
        """See to what got stuck."""
        self.worker.sweep()
        return SWEEP_S


def loop() -> None:
    """Work until SIGTERM or SIGINT; the text at hand is finished first. A database that is away is waited for."""
    running = Running()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: running.stop.set())
    threads = [
        threading.Thread(target=_keep_at_it, args=(app, running, work, rest), daemon=True)
        for work, rest in _works(running)
    ]
    for thread in threads:
        thread.start()
    running.stop.wait()
    running.wake_senders()
    for thread in threads:
        thread.join()


def _works(running: Running) -> list[tuple[Work, threading.Event]]:
    """What the threads do, and the event that ends their rests."""
    works: list[tuple[Work, threading.Event]] = [
        (running.answer, running.stop),
        (running.sweep, running.stop),
    ]
    for name, gateway in running.worker.on.items():
        works.append((partial(running.send, name), running.wake[name]))
        if gateway.capabilities.asked_every_s:
            works.append((partial(running.ask, gateway), running.stop))
    return works


def _keep_at_it(app: Flask, running: Running, work: Work, rest: threading.Event) -> None:
    """Do this work again and again, resting on an event that may end the rest early."""
    with app.app_context():
        while not running.stop.is_set():
            pause = _once(work)
            if pause:
                rest.wait(pause)


def _once(work: Work) -> float:
    try:
        schema.check_key_prints()
        return work()
    except (SQLAlchemyError, GroupLost, KeysUnusable) as failure:
        log.warning("the database is away: %s", type(failure).__name__)
        return PATIENCE_S
    except Exception as fault:  # noqa: BLE001  a thread that ends would stop a whole way in or out, unseen
        log.error("a fault in %s: %s", getattr(work, "__name__", "sending"), type(fault).__name__)
        return PATIENCE_S
    finally:
        quick.give_back()
        db.session.remove()
