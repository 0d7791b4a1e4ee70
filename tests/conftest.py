"""Fixtures that every test may use. `app` runs each test on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextvars
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient

from tests.databases import TestDatabases
from webapp.shared import db

hypothesis.settings.register_profile(
    "any machine", deadline=None
)  # how long an example takes says nothing here
hypothesis.settings.load_profile("any machine")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a test that did not run is a failure: skipped and expected-to-fail ones count as such."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        os.environ.get("CI")
        and reporter
        and any(reporter.stats.get(k) for k in ("skipped", "xfailed", "xpassed"))
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


_real_connect = socket.socket.connect


def _connect_on_this_machine_only(self: socket.socket, address: Any) -> None:
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"a test tried to reach {address[0]}")
    _real_connect(self, address)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    socket.socket.connect = _connect_on_this_machine_only  # type: ignore[assignment, method-assign]
    yield
    socket.socket.connect = _real_connect  # type: ignore[method-assign]


class Browser(FlaskClient):
    """A test client that says, as browsers do, that it comes from our own page; each request is alone."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        self.environ_base.setdefault("HTTP_SEC_FETCH_SITE", "same-origin")
        answer = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.db.session.rollback()  # so that the test itself sees what the request has written
        return answer


@pytest.fixture(scope="session")
def databases() -> Iterator[TestDatabases]:
    """Templates and the PostgreSQL server of this test run.

    Not below pytest's own folder: every pytest that starts closes that one to other users, and the server, which
    must not be root, would lose its files when two test runs overlap.
    """
    with tempfile.TemporaryDirectory(prefix="catat-tests-", ignore_cleanup_errors=True) as folder:
        made = TestDatabases(Path(folder))
        yield made
        made.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, databases: TestDatabases) -> Iterator[Flask]:
    """The application on an empty database of its own, in its context."""
    with databases.lent(request.param) as made:
        made.test_client_class = Browser
        with made.app_context():
            yield made
            db.db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A phone's browser."""
    return app.test_client()


@pytest.fixture
def another_client(app: Flask) -> FlaskClient:
    """Somebody else's browser."""
    return app.test_client()
