"""One file that holds the whole database, made while everything runs; and the way back.

What is sealed in the database is sealed in the file; the keys are not in it and are kept apart. SQLite is copied
by its online backup, PostgreSQL by its own pg_dump and pg_restore.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect

from webapp.shared import driver, schema
from webapp.shared.db import db
from webapp.shared.settings import settings
from webapp.shared.turnstile import Turnstile, TurnTimeout


class BackupRefused(Exception):
    """The backup or restore was not done, and nothing was changed; the text says why and what to do."""


def make(target: Path) -> None:
    """Write the whole database into one file, readable by its owner only. An existing file is never overwritten."""
    if target.exists():
        raise BackupRefused(f"{target} is there already. Name another file.")
    with _draft_of(target) as draft:
        source = settings().sqlite_path
        if source is None:
            _postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={draft}")
        else:
            _copy_sqlite(source, draft)


def restore(source: Path, *, force: bool = False) -> None:
    """Put a backup in the place of the database. What is there already goes only with `force`.

    Stop the web server, the sender and the jobs loop first: on SQLite it is refused while one of them runs.
    """
    if not source.is_file():
        raise BackupRefused(f"{source} is not there.")
    target = settings().sqlite_path
    if target is None:
        _restore_postgresql(source, force)
    else:
        _restore_sqlite(source, target, force)
    schema.check_key_prints()


def _copy_sqlite(source: Path, draft: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(draft)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        _check(copy, source)


def _check(database: sqlite3.Connection, path: Path) -> None:
    try:
        found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as broken:
        raise BackupRefused(f"{path} is not a whole database: {broken}.") from broken
    if found != "ok":
        raise BackupRefused(f"{path} is damaged: {found}.")


def _restore_sqlite(source: Path, target: Path, force: bool) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    driver.give_back()
    driver.close_waiting()
    db.engine.dispose()
    if target.exists() and target.stat().st_size and not force:
        raise BackupRefused(f"{target} holds a database. Add --force to put the backup in its place.")
    with _nobody_else_at(target), _draft_of(target, replace=True) as draft:
        shutil.copyfile(source, draft)
        with closing(sqlite3.connect(draft)) as copy:
            _check(copy, source)
    for log in ("-wal", "-shm"):
        Path(f"{target}{log}").unlink(missing_ok=True)


@contextmanager
def _nobody_else_at(target: Path) -> Iterator[None]:
    """SQLite leaves its write-ahead log only when no other process has the file open."""
    turnstile = Turnstile(target)
    try:
        turnstile.enter(5)
        if target.exists():
            _leave_its_log(target)
        yield
    except (TurnTimeout, sqlite3.OperationalError) as busy:
        raise BackupRefused("The database is in use. Stop Catat first, then try again.") from busy
    finally:
        turnstile.close()


def _leave_its_log(target: Path) -> None:
    with closing(sqlite3.connect(target, timeout=1)) as mine:
        try:
            left = mine.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return  # what is damaged may be replaced
        if left != "delete":
            raise TurnTimeout


@contextmanager
def _draft_of(target: Path, *, replace: bool = False) -> Iterator[Path]:
    """A file beside the target that takes its name when it is whole and on the disk."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        if replace:
            draft.replace(target)
        else:
            os.link(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _restore_postgresql(source: Path, force: bool) -> None:
    with db.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    db.engine.dispose()
    if tables and not force:
        raise BackupRefused("The database holds tables. Add --force to put the backup in their place.")
    clean = ["--clean", "--if-exists"] if tables else []
    _postgresql("pg_restore", "--single-transaction", "--no-owner", *clean, f"--dbname={db.engine.url.database}",
                str(source))  # fmt: skip


def _postgresql(program: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment, where ps does not show it."""
    found = shutil.which(program)
    if found is None:
        raise BackupRefused(f"{program} is not here. Type:  apt-get install postgresql-client")
    url = db.engine.url
    known = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port and str(url.port),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "HOME": str(Path.home()),  # .pgpass stands there
    }
    env = {name: str(value) for name, value in known.items() if value}
    done = subprocess.run([found, *words], env=env, capture_output=True, text=True, check=False)  # noqa: S603  fixed
    if done.returncode:
        raise BackupRefused(
            f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}"
        )
