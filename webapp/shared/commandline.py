"""What all commands share: they need a database that is there, and turn a refusal into an exit code.

Exit codes: 0 done, 1 refused, 2 not set up or wrongly called, 3 done with rejected rows (import).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from webapp.shared import schema
from webapp.shared.db import db
from webapp.shared.errors import Refusal
from webapp.shared.group_commit import GroupLost
from webapp.shared.i18n import gettext
from webapp.shared.keyring import KeysUnusable
from webapp.shared.settings import settings


class RoomCommands(AppGroup):
    """`flask --app webapp.app <room> <verb>`; verbs need the database unless they say needs_database=False."""

    def command(  # type: ignore[override]
        self, *args: Any, needs_database: bool = True, **kwargs: Any
    ) -> Callable[[Callable[..., Any]], click.Command]:
        register = super().command(*args, with_appcontext=False, **kwargs)

        def put(function: Callable[..., Any]) -> click.Command:
            made: click.Command = register(with_appcontext(_guarded(function, needs_database=needs_database)))
            return made

        return put


def _guarded(function: Callable[..., Any], *, needs_database: bool) -> Callable[..., Any]:
    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            if needs_database:
                require_database()
            return function(*args, **kwargs)
        except (OperationalError, GroupLost) as away:
            click.echo(
                f"The database does not answer: {type(away).__name__}. Try again when it does.", err=True
            )
            raise SystemExit(1) from away
        except KeysUnusable as unusable:
            click.echo(str(unusable), err=True)
            raise SystemExit(2) from unusable
        except Refusal as refusal:
            click.echo(f"{refusal.code}: {gettext(refusal.message) % refusal.params}", err=True)
            raise SystemExit(1) from refusal

    return run


def require_database() -> None:
    """Exit with 2 and the next step when the set-up was not done. Raises KeysUnusable for the wrong keys."""
    path = settings().sqlite_path
    if (path is not None and not path.exists()) or "catat_keyring" not in current_app.extensions:
        click.echo(
            "Catat is not set up here. Run `make run` (or `flask --app webapp.app set-up`) first.", err=True
        )
        raise SystemExit(2)
    with suppress(
        OperationalError, ProgrammingError
    ):  # a command that waits for the database may start without it
        schema.check_key_prints()
    db.session.rollback()
