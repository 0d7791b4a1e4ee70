"""Commands that belong to no room: set-up, jobs, audit."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from webapp.shared import audit, jobs
from webapp.shared.commandline import RoomCommands


def add_commands(app: Flask, set_up: Callable[[Flask], None]) -> None:
    """Hang the commands onto `flask --app webapp.app`."""

    @app.cli.command("set-up")
    @with_appcontext
    def _set_up() -> None:
        """Make keys (demo only), schema, reference data and the demo; safe to repeat."""
        set_up(app)

    app.cli.add_command(jobs_commands)
    app.cli.add_command(audit_commands)


jobs_commands = RoomCommands("jobs", help="Long and recurring work.")
audit_commands = RoomCommands("audit", help="The append-only record of what staff read and changed.")


@jobs_commands.command("run")
def _run() -> None:
    """Work through jobs and recurring tasks until stopped."""
    jobs.loop(time.monotonic)


@audit_commands.command("verify")
@click.option("--head", default="", help="POSITION:LINK as noted on an earlier day")
def _verify(head: str) -> None:
    """Recompute the chain; exit 1 and name each fault if it is not whole."""
    position, _, link = head.partition(":")
    if head and not (position.isascii() and position.isdigit() and link):
        raise click.BadParameter("write it as POSITION:LINK", param_hint="--head")
    while audit.seal_new_rows(everywhere=True):
        pass
    faults = audit.verify((int(position), link) if link else None)
    for fault in faults:
        click.echo(fault, err=True)
    length, newest = audit.head()
    click.echo(json.dumps({"whole": not faults, "head": f"{length}:{newest}"}))
    if faults:
        current_app.logger.error("the audit record is not whole")
        raise SystemExit(1)
