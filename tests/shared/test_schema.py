"""The schema: models equal migrations, migrations keep data, processes do not race, a second start is quick."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

import config
from migrations import write
from tests.databases import TestDatabases
from tests.shared import catalogue
from webapp.shared import db, schema

MOVED = {"credentials": "claims"}  # a household's one PIN became the first of its claims
LATER = """
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "{newest}"
def upgrade():
    with op.batch_alter_table("households") as batch:
        batch.add_column(sa.Column("colour", sa.String(9), nullable=False, server_default="blue"))
        batch.alter_column("origin", type_=sa.String(30))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, databases: TestDatabases) -> Iterator[Flask]:
    """An application on a database without any table."""
    with databases.fresh(request.param, empty=True) as made, made.app_context():
        yield made


@pytest.fixture
def with_a_later_one(tmp_path: Path) -> Path:
    """The migrations and, behind them, one that changes a table with rows that others refer to."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder)
    later = LATER.format(newest=schema.revisions()[-1])
    (folder / "versions" / "9999_later.py").write_text(later)
    return folder


def test_migrations_make_exactly_what_the_models_say(empty: Flask, databases: TestDatabases) -> None:
    schema.migrate()
    with db.db.engine.connect() as connection:
        migrated = catalogue.describe(connection)
    kind = db.db.engine.dialect.name
    with databases.fresh(kind, empty=True) as other, other.app_context():
        db.db.create_all()
        with db.db.engine.connect() as connection:
            modelled = catalogue.describe(connection)
    assert migrated == modelled


def test_alembic_finds_no_difference_either(empty: Flask) -> None:
    schema.migrate()
    with db.db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.Base.metadata) == []


def test_without_a_change_no_migration_is_written() -> None:
    assert write.write("nothing") == []


def test_a_changed_model_is_written_as_a_migration_that_names_no_type_of_ours(tmp_path: Path) -> None:
    shutil.copytree(
        schema.MIGRATIONS, tmp_path / "empty", ignore=shutil.ignore_patterns("0*.py", "__pycache__")
    )
    (path,) = write.write("all", tmp_path / "empty")
    script = path.read_text()
    assert path.name == "0001_all.py"
    assert "webapp" not in script
    assert "sa.DateTime(timezone=True)" in script
    assert "audit_rows_no_update" in script


def test_every_migration_keeps_the_rows_that_were_there_before_it(
    empty: Flask, with_a_later_one: Path
) -> None:
    before: dict[str, int] = {}
    for serial, revision in enumerate(schema.revisions(with_a_later_one), start=1):
        schema.migrate(with_a_later_one, to=revision)
        with db.db.engine.connect() as connection:
            after = catalogue.count_every_table(connection)
            kept = {
                MOVED.get(name, name) if name not in after else name: rows for name, rows in before.items()
            }
            assert kept.items() <= after.items()
            before = catalogue.fill_every_table(connection, serial)
            connection.commit()
    assert before["households"] == before["persons"] > 1


def test_a_migration_that_writes_a_table_anew_keeps_what_refers_to_it(
    empty: Flask, with_a_later_one: Path
) -> None:
    schema.migrate()
    with db.db.engine.connect() as connection:
        catalogue.fill_every_table(connection, 1)
        connection.commit()
    schema.migrate(with_a_later_one)
    with db.db.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT colour FROM households JOIN persons ON household_id = households.id")
        )
        assert rows.scalars().all() == ["blue"]


def test_three_processes_that_migrate_at_once_make_one_schema(empty: Flask) -> None:
    settings: config.Settings = empty.config["CATAT"]
    env = os.environ | {"CATAT_DATABASE_URL": settings.database_url, "CATAT_KEYS": str(settings.keys)}
    code = "from webapp.app import create_app; from webapp.shared import schema\n"
    code += "with create_app().app_context(): schema.migrate()"
    command = [sys.executable, "-c", code]
    running = [
        subprocess.Popen(command, cwd=config.CHECKOUT, env=env, stderr=subprocess.PIPE) for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert schema.is_current()


def test_a_second_start_does_not_even_load_alembic(app: Flask) -> None:
    settings: config.Settings = app.config["CATAT"]
    env = os.environ | {"CATAT_DATABASE_URL": settings.database_url, "CATAT_KEYS": str(settings.keys)}
    code = "import sys; from webapp.app import create_app; from webapp.shared import schema; app = create_app()\n"
    code += "with app.app_context(): schema.migrate()\n"
    code += "assert app.test_client().get('/health/ready').status_code == 200\n"
    code += "sys.exit('alembic' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=config.CHECKOUT, env=env, check=False).returncode
        == 0
    )


def test_migrating_what_is_current_takes_no_time(app: Flask) -> None:
    began = time.perf_counter()
    schema.migrate()
    assert time.perf_counter() - began < 0.3


def test_a_schema_made_by_newer_code_is_served(app: Flask, client: FlaskClient) -> None:
    _say_revision("8888")
    assert client.get("/health/ready").status_code == 200


def test_an_empty_database_is_not_ready(empty: Flask) -> None:
    answer = empty.test_client().get("/health/ready")
    assert (answer.status_code, answer.json) == (503, {"status": "schema"})


def _say_revision(revision: str) -> None:
    with db.transaction():
        db.db.session.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
