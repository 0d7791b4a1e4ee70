"""The sender as a process of its own: stopped in order, and killed at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import CHECKOUT
from sms import service
from tests.databases import TestDatabases
from tests.sms import twilio_standin as twilio
from webapp.shared import outbox
from webapp.shared.db import db, new_id, transaction

TEXTS = 60


@pytest.fixture
def stand_in() -> Iterator[twilio.StandIn]:
    with twilio.running() as running:
        yield running


@pytest.fixture
def app(databases: TestDatabases, stand_in: twilio.StandIn) -> Iterator[Flask]:
    with databases.fresh("sqlite", **environment(stand_in)) as made, made.app_context():
        yield made
        db.session.remove()


def environment(stand_in: twilio.StandIn) -> dict[str, str]:
    return {
        "CATAT_SMS_GATEWAYS": "twilio",
        "CATAT_TWILIO_ACCOUNT_SID": twilio.SID,
        "CATAT_TWILIO_AUTH_TOKEN": twilio.TOKEN,
        "CATAT_TWILIO_FROM": twilio.FROM,
        "CATAT_TWILIO_API_BASE": stand_in.url,
    }


@pytest.fixture
def started(app: Flask, stand_in: twilio.StandIn) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts `flask sms send --loop` on the test's database."""
    settings = app.config["CATAT"]
    env = os.environ | environment(stand_in) | {
        "CATAT_DATABASE_URL": settings.database_url, "CATAT_KEYS": str(settings.keys),
        "CATAT_STATISTICS_KEYS": str(settings.statistics_keys),
    }  # fmt: skip
    running: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flask", "--app", "webapp.app", "sms", "send", "--loop"]
        running.append(subprocess.Popen(command, cwd=Path(CHECKOUT), env=env, stderr=subprocess.DEVNULL))
        return running[-1]

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"it took too long: {states()}"
        time.sleep(0.02)


def states() -> Counter[str]:
    db.session.rollback()
    return Counter(db.session.scalars(db.select(outbox.OutboxMessage.state)))


def test_killed_and_stopped_in_the_middle_it_loses_nothing_and_doubles_nothing(
    stand_in: twilio.StandIn, started: Callable[[], subprocess.Popen[bytes]]
) -> None:
    with transaction():
        for n in range(TEXTS):
            outbox.enqueue("help", f"+628120000{7000 + n}", {}, in_reply_to=new_id())
    first = started()
    wait_until(lambda: len(stand_in.messages) >= 5)
    first.kill()
    first.wait()
    assert states()["SENDING"] >= 1, "what was leased stays leased"
    second = started()
    wait_until(lambda: len(stand_in.messages) >= 15)
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=20) == 0
    leased = states()["SENDING"]
    third = started()
    wait_until(lambda: states()["ACCEPTED"] == TEXTS - leased)
    third.terminate()
    assert third.wait(timeout=20) == 0
    assert states()["SENDING"] == leased <= 10, "one kill leaves at most one batch to be settled"
    assert len(stand_in.messages) == len({message["to"] for message in stand_in.messages}) <= TEXTS
    assert stand_in.faults == []


def test_what_the_web_server_kept_is_answered_within_a_moment(
    stand_in: twilio.StandIn, started: Callable[[], subprocess.Popen[bytes]]
) -> None:
    process = started()
    for n in range(5):
        service.keep("twilio", f"SM{n}", f"+628120000{8000 + n}", "BANTU")
    wait_until(lambda: states()["ACCEPTED"] == 5)
    assert sorted(message["to"][-4:] for message in stand_in.messages) == [str(8000 + n) for n in range(5)]
    process.terminate()
    assert process.wait(timeout=20) == 0
    assert stand_in.faults == []
