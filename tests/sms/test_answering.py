"""What was kept is answered once, in order, whoever is killed in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from config import CHECKOUT
from sms import queries, service
from sms.models import Inbound
from sms.service import answering
from tests.sms.conftest import NOW, OTHER_PHONE, PHONE
from webapp.shared import clock
from webapp.shared.db import db, transaction
from webapp.shared.outbox import OutboxMessage


def keep(text: str, n: int, phone: str = PHONE) -> UUID:
    kept = service.keep("console", f"m{n}", phone, text)
    assert kept is not None
    return kept


def replies() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMessage.message).order_by(OutboxMessage.id)))


def waiting() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Inbound.id)).where(Inbound.worked_at.is_(None))) or 0


def test_what_is_kept_waits_sealed_and_is_forgotten_in_full_once_answered(census: Flask) -> None:
    kept = keep("NIK saya 3316990101900001", 1)
    row = db.session.get_one(Inbound, kept)
    assert row.work_sealed is not None
    assert b"3316990101900001" not in row.work_sealed
    assert "3316990101900001" not in queries.body_of(row)
    assert queries.anything_came_in()
    assert service.answer_waiting() == 1
    db.session.rollback()
    row = db.session.get_one(Inbound, kept, populate_existing=True)
    assert (row.work_sealed, row.intent) == (None, "IDENT")
    assert not queries.anything_came_in()


def test_texts_of_a_phone_are_worked_in_order_whoever_takes_which(census: Flask) -> None:
    keep("rumah saya biru", 1)
    keep("BANTU", 2, OTHER_PHONE)
    last = keep("qwerty uiop", 3)
    service.answer(last)
    assert replies() == ["not_understood", "person"], "the earlier one of the phone came first"
    assert service.answer_waiting() == 1
    assert replies() == ["not_understood", "person", "help"]


def test_answering_twice_answers_once(census: Flask) -> None:
    kept = keep("BANTU", 1)
    for _ in range(3):
        service.answer(kept)
    assert (replies(), service.answer_waiting()) == (["help"], 0)


def test_a_text_of_a_killed_worker_is_taken_up_when_its_lease_ends(census: Flask) -> None:
    keep("BANTU", 1)
    assert len(answering._lease(10)) == 1  # and the worker is killed here
    assert (service.answer_waiting(), replies()) == (0, [])
    with clock.frozen(NOW + answering.LEASE + timedelta(seconds=1)):
        assert service.answer_waiting() == 1
    assert replies() == ["help"]


def test_a_text_that_kills_whoever_works_it_goes_to_a_person(census: Flask) -> None:
    keep("BANTU", 1)
    with transaction():
        db.session.execute(update(Inbound).values(attempts=answering.MOST_ATTEMPTS))
    service.answer_waiting()
    assert (replies(), waiting()) == ([], 0)
    assert db.session.scalars(select(Inbound.intent)).one() == answering.FAULT


def test_a_text_that_does_not_open_holds_nobody_up(census: Flask) -> None:
    broken = keep("BANTU", 1)
    keep("BANTU", 2, OTHER_PHONE)
    with transaction():
        db.session.execute(update(Inbound).where(Inbound.id == broken).values(work_sealed=b"rubbish"))
    assert service.answer_waiting() == 2
    assert (replies(), waiting()) == (["help"], 0)
    assert db.session.get_one(Inbound, broken).intent == answering.FAULT


def test_seven_of_the_same_that_waited_are_answered_five_times(census: Flask) -> None:
    for n in range(7):
        keep("STATUS", n)
    service.answer_waiting()
    assert len(replies()) == answering.SAME_TEXT


def test_the_loop_guard_asks_the_database_once(census: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, asked = keep("BANTU", 1), []
    row = db.session.get_one(Inbound, kept)
    execute = db.session.execute
    monkeypatch.setattr(db.session, "execute", lambda *given: asked.append(given) or execute(*given))
    assert queries.recently(row, PHONE, answering.SAME_TEXT_WITHIN) == (0, 0, 1)
    assert len(asked) == 1


def test_a_missed_call_is_taken_once_and_starts_the_conversation(census: Flask) -> None:
    assert service.called("http", "c1", PHONE) is not None
    assert service.called("http", "c1", PHONE) is None
    assert service.called("http", "", OTHER_PHONE) is not None
    assert service.called("http", "", OTHER_PHONE) is None, "ringing twice within ten minutes is one call"
    assert service.keep("http", "c1", PHONE, "BANTU") is not None, "a text may have the id of a call"
    assert service.called("http", "c2", "TELKOMSEL") is not None
    while service.answer_waiting():
        pass
    assert len(replies()) == 3


@pytest.mark.parametrize("at", ["before", "inside"])
def test_killed_at_any_step_nothing_is_lost_or_doubled(census: Flask, at: str) -> None:
    """A worker dies by kill -9 before its transaction, and in the middle of it."""
    keep("BANTU", 1)
    db.session.remove()
    assert _killed(census, at) == -signal.SIGKILL
    assert (replies(), waiting()) == ([], 1)
    service.answer(db.session.scalars(select(Inbound.id)).one())
    assert (replies(), waiting()) == (["help"], 0)


def _killed(app: Flask, at: str) -> int:
    """Run a worker in a process of its own that kills itself at this step; its exit code."""
    code = f"""
import os, signal
import config
from webapp.app import create_app
from sms.service import answering
app = create_app(config.read())
with app.app_context():
    if {at == "inside"}:
        leased = answering._lease(1)
        answering._write = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
        answering.answer(leased[0])
    answering.answer = lambda _: os.kill(os.getpid(), signal.SIGKILL)
    answering.answer_waiting()
"""
    settings = app.config["CATAT"]
    env = os.environ | {"CATAT_DATABASE_URL": settings.database_url, "CATAT_KEYS": str(settings.keys),
                        "CATAT_STATISTICS_KEYS": str(settings.statistics_keys)}  # fmt: skip
    return subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, env=env, check=False).returncode
