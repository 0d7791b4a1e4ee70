"""Several processes on one SQLite file: a killed one loses nothing acknowledged, writing ones take turns."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

import config
from tests.databases import TestDatabases
from webapp.shared import clock, db
from webapp.shared.throttle import Tries

WRITER = """
import sys, threading
from webapp.app import create_app
from webapp.shared import clock, db
from webapp.shared.throttle import Tries
app, name, rows, threads = create_app(), sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
said = threading.Lock()
def write(thread):
    with app.app_context():
        for n in range(rows):
            row = f"{name}-{thread}-{n}"
            with db.transaction():
                db.db.session.add(Tries(bucket=row.encode(), window_ends=clock.now(), count=n))
            with said:
                print(row, flush=True)
running = [threading.Thread(target=write, args=(n,)) for n in range(threads)]
[each.start() for each in running]
[each.join() for each in running]
"""


@pytest.fixture
def app(databases: TestDatabases) -> Iterator[Flask]:
    with databases.fresh("sqlite", CATAT_DATABASE_SYNCHRONOUS="FULL") as made, made.app_context():
        yield made


def _writer(app: Flask, name: str, rows: int, threads: int) -> subprocess.Popen[str]:
    settings: config.Settings = app.config["CATAT"]
    env = os.environ | {"CATAT_DATABASE_URL": settings.database_url, "CATAT_KEYS": str(settings.keys)}
    command = [sys.executable, "-c", WRITER, name, str(rows), str(threads)]
    return subprocess.Popen(command, cwd=config.CHECKOUT, env=env, stdout=subprocess.PIPE, text=True)


def _stored() -> set[str]:
    db.db.session.rollback()
    return {bucket.decode() for bucket in db.db.session.execute(select(Tries.bucket)).scalars()}


def test_every_row_acknowledged_before_a_kill_is_there(app: Flask) -> None:
    process = _writer(app, "killed", rows=100_000, threads=8)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(200)]
    process.send_signal(signal.SIGKILL)
    acknowledged += process.communicate()[0].split("\n")[:-1]
    assert len(acknowledged) >= 200
    assert set(acknowledged) <= _stored()
    with db.transaction():
        db.db.session.add(Tries(bucket=b"next", window_ends=clock.now(), count=1))
    assert "next" in _stored(), "the dead process holds nothing that others need"


def test_two_processes_writing_at_once_keep_every_row_of_both(app: Flask) -> None:
    processes = [_writer(app, name, rows=100, threads=4) for name in ("web", "sender")]
    printed = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert [len(rows) for rows in printed] == [400, 400]
    assert _stored() == set(printed[0]) | set(printed[1])


def test_a_process_with_little_to_write_is_let_in_between_the_groups_of_a_busy_one(app: Flask) -> None:
    busy = _writer(app, "busy", rows=100_000, threads=8)
    assert busy.stdout is not None
    busy.stdout.readline()
    little = _writer(app, "little", rows=50, threads=1)
    little.communicate(timeout=60)
    busy.kill()
    busy.communicate()
    assert little.returncode == 0
