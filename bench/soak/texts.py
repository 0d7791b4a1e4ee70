"""The storm of the texts: web and sender killed in turn while texts come in, more than once and out of order."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import func, select

from bench.aggregator import TOKEN, Aggregator
from bench.census import FLASK, Census
from bench.processes import children, free_port, granian, started, wait_until_ready
from bench.soak.trials import Outcome
from sms import queries, service
from sms.models import Inbound
from sms.sender import Sender
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.outbox import OutboxMessage

WORDS = ("BANTU", "BAHASA", "BANTUAN", "TOLONG")  # each is answered with one text, whoever writes
AT_ONCE = 8
AGAIN = 0.1  # share of texts that the aggregator delivers a second time though it was answered


class Processes:
    """Web server and sender, started again whenever they were killed, until the storm is over."""

    def __init__(self, census: Census, env: dict[str, str], port: int, chance: random.Random) -> None:
        self.log, self.env, self.port, self.chance = census.folder / f"texts-{port}.log", env, port, chance
        self.kills = 0

    @contextmanager
    def web(self) -> Iterator[subprocess.Popen[bytes]]:
        with started(granian("127.0.0.1", self.port), self.log, self.env) as process:
            wait_until_ready(process, "127.0.0.1", self.port, self.log)
            yield process

    @contextmanager
    def sender(self) -> Iterator[subprocess.Popen[bytes]]:
        with started([*FLASK, "sms", "send", "--loop"], self.log, self.env) as process:
            yield process

    def storm(self, trials: int) -> None:
        """Kill one of them so many times; the other goes on."""
        for n in range(trials):
            killed, other = (self.web, self.sender) if n % 2 else (self.sender, self.web)
            with other(), killed() as victim:
                time.sleep((2.0 if n % 2 == 0 else 0.5) + self.chance.random() * 1.5)
                for pid in [*children(victim.pid), victim.pid]:
                    os.kill(pid, signal.SIGKILL)
                victim.wait()
                self.kills += 1


def texts(census: Census, kind: str, messages: int, trials: int, seed: int) -> Outcome:
    """So many texts from a third as many phones while web and sender die so many times."""
    chance, port = random.Random(seed), free_port()
    with Aggregator().running() as aggregator:
        url = f"http://127.0.0.1:{port}"
        env = census.env(census.fresh(kind), CATAT_PUBLIC_URL=url, **aggregator.env())
        processes = Processes(census, env, port, chance)
        told = [(f"m{n}", f"+62812{10_000_000 + n // 3}", WORDS[n % len(WORDS)]) for n in range(messages)]
        givers = threading.Thread(target=_deliver, args=(url, told, chance.random()))
        givers.start()
        processes.storm(trials)
        with processes.web():
            givers.join()
        _finish(census, env)
        return _outcome(processes, census, aggregator, messages)


def _deliver(url: str, told: Sequence[tuple[str, str, str]], seed: float) -> None:
    """As an aggregator does: again until it is answered, sometimes once more, many at once."""
    chance = random.Random(seed)
    again = [text for text in told if chance.random() < AGAIN]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda text: _post(url, text), [*told, *again]))


def _post(url: str, text: tuple[str, str, str]) -> None:
    fields = dict(zip(("id", "from", "text"), text, strict=True)) | {"token": TOKEN}
    request = urllib.request.Request(f"{url}/sms/inbound/http", urlencode(fields).encode())  # noqa: S310
    while True:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)


def _finish(census: Census, env: dict[str, str]) -> None:
    """What was left behind is taken up when its leases end; nobody waits a quarter of an hour for that here."""
    app = census.application(env)
    with app.app_context(), clock.shifted(timedelta(minutes=2)):
        while queries.anything_came_in():
            service.answer_waiting()
        sender = Sender.from_settings()
        sender.sweep()
        with clock.shifted(timedelta(minutes=15)):
            sender.sweep()
            while sender.work():
                pass
        db.session.remove()


def _outcome(processes: Processes, census: Census, aggregator: Aggregator, messages: int) -> Outcome:
    kills = processes.kills
    with census.application(processes.env).app_context():
        kept = db.session.scalar(select(func.count(Inbound.id)).where(Inbound.worked_at.is_not(None))) or 0
        rows = db.session.execute(
            select(OutboxMessage.id, OutboxMessage.in_reply_to, OutboxMessage.state)
        ).all()
        db.session.remove()
    sent = {str(row[0]) for row in rows}
    doubled = sum(aggregator.taken.values()) - len(aggregator.taken)
    promises = {
        "texts_lost": messages - kept,
        "answers_missing": messages - len({row[1] for row in rows}),
        "answers_twice": len(rows) - len({row[1] for row in rows}),
        "not_sent": len(sent - set(aggregator.taken)),
        "not_ended": sum(row[2] not in {"ACCEPTED", "DELIVERED"} for row in rows),
        "doubled_beyond_kills": max(0, doubled - kills),
    }
    said = [f"{kills} kills, {doubled} texts sent twice"]
    return Outcome(
        f"kill -9 of web and sender, texts, {_kind(processes.env)}", kills, len(rows), 0, promises, said
    )


def _kind(env: dict[str, str]) -> str:
    return env["CATAT_DATABASE_URL"].partition(":")[0].partition("+")[0]
