"""A whole Catat as `make run` starts it, on a database and a port of its own, and Debian's Chromium."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from config import CHECKOUT
from tests.databases import TestDatabases

PHONE = {"width": 360, "height": 640}
ON_BOTH_DATABASES = ("test_by_text_and_at_the_door",)  # web, sender, desk and door on one case


@dataclass
class Census:
    """A running demo."""

    url: str
    env: dict[str, str] = field(repr=False)
    families: list[dict[str, Any]] = field(default_factory=list)
    staff: list[dict[str, Any]] = field(default_factory=list)

    def command(self, *words: str) -> str:
        """Standard output of `flask --app webapp.app <words>` beside the running server."""
        line = [sys.executable, "-m", "flask", "--app", "webapp.app", *words]
        done = subprocess.run(
            line, cwd=CHECKOUT, env=self.env, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def family(self, members: int = 0) -> dict[str, Any]:
        """A family that no other test has used, of so many members if that matters."""
        fits = (n for n, one in enumerate(self.families) if members in (0, one["members"]))
        return self.families.pop(next(fits))

    def who(self, role: str) -> dict[str, Any]:
        """The first sign-in of this role."""
        return next(one for one in self.staff if one["role"] == role)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url + "/health/ready", timeout=2) as response:  # noqa: S310  our own address
            return bool(response.status == 200)
    except OSError:
        return False


def start(folder: Path, database: str) -> tuple[subprocess.Popen[bytes], Census]:
    port = free_port()
    env = {**os.environ, "PORT": str(port), "CATAT_DATABASE_URL": database, "CATAT_KEYS": str(folder / "keys"),
           "CATAT_STATISTICS_KEYS": str(folder / "keys-statistics")}  # fmt: skip
    census = Census(f"http://127.0.0.1:{port}", env)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "bin/run"], cwd=CHECKOUT, env=env, stdout=log, stderr=log)
    until = time.monotonic() + 120
    while not answers(census.url):
        assert process.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < until, (folder / "log").read_text()
        time.sleep(0.1)
    census.families = json.loads(census.command("households", "sample", "--json", "--count", "150"))
    census.staff = json.loads(census.command("staff", "sample", "--json"))
    return process, census


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Pages are the same on either database, which the other tests compare; journeys of one file go over both."""
    if "census" in metafunc.fixturenames:
        both = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH_DATABASES
        on = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("census", on, indirect=True, scope="module")


@pytest.fixture(scope="module")
def census(
    request: pytest.FixtureRequest, databases: TestDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Census]:
    folder = tmp_path_factory.mktemp("census")
    database = f"sqlite:///{folder / 'catat.sqlite3'}"
    if request.param == "postgresql":
        database = databases.postgresql.address(databases.postgresql.create())
    process, running = start(folder, database)
    yield running
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    log = (folder / "log").read_text()
    assert "Traceback" not in log and " fault " not in log, log  # noqa: PT018
    assert not answers(running.url)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "these tests need Debian's chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """phone(script=True, width=360): a new phone with nothing on it."""
    opened = []

    def make(*, script: bool = True, width: int = PHONE["width"]) -> Page:
        size = {"width": width, "height": PHONE["height"]}
        context = chromium.new_context(viewport=size, java_script_enabled=script, locale="id-ID")  # type: ignore[arg-type]
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        return page

    yield make
    for context in opened:
        context.close()
