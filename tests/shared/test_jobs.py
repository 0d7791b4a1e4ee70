"""Jobs: each is done, by one worker at a time, however workers die; a poisonous one is given up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

import config
from webapp.shared import clock, db, jobs
from webapp.shared.jobs import Job, LeaseLost, Progress

LATER = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_other_kinds() -> Iterator[None]:
    known, periodic = dict(jobs._handlers), dict(jobs._periodic)
    jobs._handlers.clear()
    jobs._periodic.clear()
    yield
    jobs._handlers.update(known)
    jobs._periodic.update(periodic)


def _enqueue(payload: dict[str, Any] | None = None) -> None:
    with db.transaction():
        jobs.enqueue("test", payload or {}, "subject")


def _job() -> Job:
    db.db.session.rollback()
    return db.db.session.execute(select(Job)).scalar_one()


def test_a_job_is_done_once_with_its_payload(app: Flask) -> None:
    seen: list[dict[str, Any]] = []
    jobs.register("test", lambda payload, _progress: seen.append(payload))
    _enqueue({"n": 1})
    assert (jobs.work_once(), jobs.work_once()) == (True, False)
    assert seen == [{"n": 1}]
    assert (_job().state, _job().attempts) == ("done", 1)


def test_a_job_of_an_undone_use_case_does_not_exist(app: Flask) -> None:
    jobs.register("test", lambda _payload, _progress: None)
    with pytest.raises(KeyError), db.transaction():
        jobs.enqueue("test", {})
        raise KeyError
    assert not jobs.work_once()


def test_a_kind_that_nobody_knows_waits_for_somebody_who_does(app: Flask) -> None:
    _enqueue()
    assert not jobs.work_once()
    assert _job().state == "waiting"


def test_progress_is_seen_while_the_job_runs(app: Flask) -> None:
    def work(_payload: dict[str, Any], progress: Progress) -> None:
        progress(3, 10)
        assert (_job().done, _job().total, _job().state) == (3, 10, "working")

    jobs.register("test", work)
    _enqueue()
    jobs.work_once()
    assert _job().state == "done", _job().error


def test_a_failing_job_is_tried_again_after_growing_pauses_and_then_given_up(app: Flask) -> None:
    def fail(_payload: dict[str, Any], _progress: Progress) -> None:
        raise ValueError("Siti")

    jobs.register("test", fail)
    _enqueue()
    moment, pauses = clock.now(), []
    for _ in range(jobs.MOST_ATTEMPTS):
        with clock.frozen(moment):
            assert jobs.work_once()
            assert not jobs.work_once(), "not at once again"
        due = _job().leased_until
        pauses.append(due - moment if due else None)
        moment = due or moment
    assert pauses == [timedelta(seconds=n) for n in (5, 10, 20, 40)] + [None]
    assert (_job().state, _job().error) == ("failed", "ValueError")
    with clock.frozen(moment + LATER):
        assert not jobs.work_once()


def test_a_failed_job_leaves_nothing_of_its_transaction(app: Flask) -> None:
    def half(_payload: dict[str, Any], _progress: Progress) -> None:
        with db.transaction():
            jobs.enqueue("other", {})
            raise ValueError

    jobs.register("test", half)
    _enqueue()
    jobs.work_once()
    assert _job().kind == "test"


def test_a_job_whose_worker_vanished_is_taken_up_when_its_lease_ends(app: Flask) -> None:
    jobs.register("test", lambda _payload, _progress: None)
    _enqueue()
    assert jobs._take() is not None
    assert not jobs.work_once()
    with clock.shifted(jobs.LEASE + timedelta(seconds=1)):
        assert jobs.work_once()
    assert (_job().state, _job().attempts) == ("done", 2)


def test_a_job_that_kills_each_worker_is_given_up(app: Flask) -> None:
    jobs.register("test", lambda _payload, _progress: None)
    _enqueue()
    moment = clock.now()
    for n in range(jobs.MOST_ATTEMPTS):
        with clock.frozen(moment + n * LATER):
            assert jobs._take() is not None
    with clock.frozen(moment + jobs.MOST_ATTEMPTS * LATER):
        assert jobs._take() is None
    assert (_job().state, _job().error) == ("failed", "WorkerKilled")


def test_a_worker_that_lost_its_lease_can_neither_go_on_nor_end_the_job_of_the_next(app: Flask) -> None:
    jobs.register("test", lambda _payload, _progress: None)
    _enqueue()
    slow = jobs._take()
    assert slow is not None
    with clock.shifted(LATER):
        assert jobs._take() is not None
        with pytest.raises(LeaseLost):
            slow.note_progress(1, 2)
        slow.change(state="done")
        slow.end_failed("Late")
        assert (_job().state, _job().done) == ("working", 0)


def test_a_periodic_piece_that_fails_stops_neither_the_others_nor_itself(app: Flask) -> None:
    ran: list[str] = []

    def fail() -> None:
        ran.append("bad")
        raise ZeroDivisionError

    jobs.register_periodic("bad", 10, fail)
    jobs.register_periodic("good", 10, lambda: ran.append("good"))
    for moment in (0.0, 5.0, 11.0):
        jobs.run_due(moment)
    assert ran == ["bad", "good"] * 2


WORKER = """
import os, sys
from webapp.app import create_app
from webapp.shared import clock, db, jobs
from webapp.shared.throttle import Tries
app = create_app()
def work(payload, progress):
    for n in range(payload["n"]):
        with db.transaction():
            db.db.session.execute(db.upsert(Tries, {"bucket": b"%d" % n, "window_ends": clock.at_wib(clock.today()),
                                                    "count": 1}, key=["bucket", "window_ends"]))
            progress(n + 1, payload["n"])
        if n == int(sys.argv[1]):
            os.kill(os.getpid(), 9)
jobs.register("test", work)
with app.app_context():
    jobs.work_once()
"""


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_ends_the_work(app: Flask) -> None:
    settings: config.Settings = app.config["CATAT"]
    env = os.environ | {"CATAT_DATABASE_URL": settings.database_url, "CATAT_KEYS": str(settings.keys)}
    _enqueue({"n": 20})
    words = [sys.executable, "-c", WORKER]
    assert subprocess.run([*words, "7"], cwd=config.CHECKOUT, env=env, check=False).returncode == -9
    assert (_job().state, _job().done) == ("working", 8)
    with db.transaction():
        db.db.session.execute(update(Job).values(leased_until=clock.now() - LATER))
    assert subprocess.run([*words, "-1"], cwd=config.CHECKOUT, env=env, check=False).returncode == 0
    assert (_job().state, _job().done, _job().attempts) == ("done", 20, 2)
