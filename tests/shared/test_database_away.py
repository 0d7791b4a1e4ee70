"""The database goes and comes back: 503 with Retry-After meanwhile, 200 afterwards, without a restart of ours."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import Browser
from tests.databases import PostgreSQL, TestDatabases, dispose
from webapp import app as application
from webapp.shared import access, db, keyring, sessions
from webapp.shared.throttle import hit


def _count() -> str:
    return str(hit("test", "somebody", limit=1000, per_seconds=3600))


def _sit() -> str:
    with db.transaction():
        sessions.start(seat_id=db.new_id())
    return ""


def _made(databases: TestDatabases, url: str, **more: str) -> Flask:
    app = application.create_app(databases.settings(url, **more))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.test_client_class = Browser
    app.add_url_rule(
        "/t/read", "t.read", access.public(lambda: str(db.db.session.execute(text("SELECT 1")).scalar()))
    )
    app.add_url_rule("/t/count", "t.count", access.public(_count))
    app.add_url_rule("/t/sit", "t.sit", access.public(_sit), methods=["POST"])
    app.add_url_rule("/t/seat", "t.seat", access.seat(lambda: "yours"))
    return app


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """A server of our own, to stop and start."""
    made = PostgreSQL()
    yield made
    made.stop()


@pytest.fixture
def app(server: PostgreSQL, databases: TestDatabases) -> Iterator[Flask]:
    url = server.address(server.create())
    databases._make_schema(url)
    made = _made(databases, url)
    yield made
    dispose(made)


def test_it_answers_503_while_the_server_is_down_and_200_as_soon_as_it_is_back(
    app: Flask, server: PostgreSQL
) -> None:
    browser = app.test_client()
    browser.post("/t/sit")
    paths = ("/t/read", "/t/count", "/t/seat", "/health/ready")
    assert [browser.get(path).status_code for path in paths] == [200] * 4
    for _ in range(3):
        server.server.stop()
        for path in paths:
            answer = browser.get(path)
            assert answer.status_code == 503, path
            assert path == "/health/ready" or answer.headers["Retry-After"]
        assert browser.get("/nothing").status_code == 404
        assert browser.get("/health/live").status_code == 200
        server.server.start()
        assert [browser.get(path).status_code for path in paths] == [200] * 4


def test_connections_that_are_cut_while_idle_are_not_noticed_by_anybody(
    app: Flask, server: PostgreSQL
) -> None:
    browser = app.test_client()
    assert browser.get("/t/read").status_code == 200
    with server.admin() as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname LIKE 'catat%'"
        )
    assert browser.get("/t/read").status_code == 200
    assert browser.get("/t/count").status_code == 200


def test_it_starts_while_the_server_is_down(databases: TestDatabases) -> None:
    app = _made(databases, "postgresql://nobody@127.0.0.1:1/nothing")
    browser = app.test_client()
    assert browser.get("/t/read").status_code == 503
    assert browser.get("/health/ready").json == {"status": "database"}
    dispose(app)


def test_a_pool_without_a_free_connection_is_503_not_a_hang(
    server: PostgreSQL, databases: TestDatabases
) -> None:
    url = server.address(server.create())
    databases._make_schema(url)
    app = _made(databases, url, CATAT_DATABASE_POOL="1")
    with app.app_context():
        pool = db.db.engine.pool
        pool._timeout, pool._max_overflow = 0.2, 0  # type: ignore[attr-defined]
        held = db.db.engine.connect()
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(app.test_client().get("/t/read").status_code))
               for _ in range(3)]  # fmt: skip
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == [503] * 3
    held.close()
    assert app.test_client().get("/t/read").status_code == 200
    dispose(app)


def test_a_database_sealed_with_other_keys_is_not_touched(databases: TestDatabases, tmp_path: Path) -> None:
    keyring.make(tmp_path / "keys", tmp_path / "statistics", "demo")
    with databases.fresh("sqlite") as right:
        url = right.config["CATAT"].database_url
        wrong = _made(databases, url, CATAT_KEYS=str(tmp_path / "keys"))
        browser = wrong.test_client()
        assert browser.get("/health/ready").json == {"status": "keys"}
        assert browser.get("/t/count").status_code == 503
        assert browser.get("/health/live").status_code == 200
        done = wrong.test_cli_runner().invoke(args=["audit", "verify"])
        assert done.exit_code == 2
        assert "CATAT_KEYS" in done.stderr
        dispose(wrong)
