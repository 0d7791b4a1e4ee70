"""Write the migration from the newest schema to what the models say: `make migration M="what changes"`.

The models are compared with an empty SQLite database that has all migrations; nobody's data is touched.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.autogenerate import renderers
from alembic.operations import MigrateOperation, ops

import config
from webapp.app import create_app
from webapp.shared import schema
from webapp.shared.audit import APPEND_ONLY, append_only_ddl
from webapp.shared.db import db

_COMMENT = re.compile(r" *# ###.*\n")


class RefuseChangesOp(MigrateOperation):
    """The triggers of an append-only table, which comparing models cannot see."""

    def __init__(self, table: str) -> None:
        self.table = table


@renderers.dispatch_for(RefuseChangesOp)
def _render(_context: Any, operation: RefuseChangesOp) -> list[str]:
    statements = {dialect: append_only_ddl(operation.table, dialect) for dialect in ("sqlite", "postgresql")}
    return [f"for statement in {statements}[op.get_context().dialect.name]:", "op.execute(statement)", ""]


def _add_triggers(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Behind each new append-only table its triggers; nothing at all where nothing has changed."""
    upgrade = directives[0].upgrade_ops
    if upgrade.is_empty():
        directives[:] = []
        return
    made = [operation.table_name for operation in upgrade.ops if isinstance(operation, ops.CreateTableOp)]
    upgrade.ops += [RefuseChangesOp(table) for table in made if table in APPEND_ONLY]


def write(message: str, folder: Path = schema.MIGRATIONS) -> list[Path]:
    """The files written: one, or none when models and migrations agree."""
    with TemporaryDirectory() as empty:
        url = f"sqlite:///{empty}/empty.sqlite3"
        app = create_app(config.read({"CATAT_DATABASE_URL": url, "CATAT_KEYS": f"{empty}/keys"}))
        with app.app_context():
            schema.migrate(folder)
            with db.engine.connect() as connection:
                settings = schema.alembic_config(connection, folder)
                # tables that this migration makes are not rewritten in it: no batches in the first one
                settings.attributes["batch"] = bool(schema.revisions(folder))
                settings.attributes["process_revision_directives"] = _add_triggers
                number = f"{len(schema.revisions(folder)) + 1:04}"
                made = command.revision(settings, message, autogenerate=True, rev_id=number)
            db.engine.dispose()
    scripts = made if isinstance(made, list) else [made]
    paths = [Path(script.path) for script in scripts if script is not None]
    for path in paths:
        path.write_text(_COMMENT.sub("", path.read_text()))
    return paths


def main(words: list[str], run: Callable[..., Any] = subprocess.run) -> int:
    """Write it and let ruff arrange it. Exit code 2 without a message."""
    message = " ".join(words).strip()
    if not message:
        print('Say what changes:  make migration M="what changes"', file=sys.stderr)
        return 2
    written = write(message)
    for path in written:
        run([sys.executable, "-m", "ruff", "format", "-q", str(path)], check=False)
        run([sys.executable, "-m", "ruff", "check", "-q", "--fix", str(path)], check=False)
        print(path)
    if not written:
        print("Models and migrations agree; nothing written.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
