"""Commands that belong to no room: set-up, jobs, audit, backup, restore."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from webapp.shared import audit, backup, clock, jobs
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
    for command in backup_commands.commands.values():
        app.cli.add_command(command)


jobs_commands = RoomCommands("jobs", help="Long and recurring work.")
audit_commands = RoomCommands("audit", help="The append-only record of what staff read and changed.")

backup_commands = RoomCommands("backup", help="The whole database as one file, and back.")


@backup_commands.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def _backup(file: Path) -> None:
    """Write the whole database into FILE while everything runs; the keys are kept apart."""
    _refusable(lambda: backup.make(file))
    click.echo(json.dumps({"file": str(file), "bytes": file.stat().st_size, "audit_head": _audit_head()}))


@backup_commands.command("restore", needs_database=False)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="also where a database is already: it is replaced")
def _restore(file: Path, force: bool) -> None:
    """Put the backup FILE in the place of the database; stop Catat first."""
    _refusable(lambda: backup.restore(file, force=force))
    click.echo(json.dumps({"file": str(file), "audit_head": _audit_head()}))


def _refusable(work: Callable[[], None]) -> None:
    try:
        work()
    except backup.BackupRefused as refused:
        raise click.ClickException(str(refused)) from refused


def _audit_head() -> str:
    length, newest = audit.head()
    return f"{length}:{newest}"


@jobs_commands.command("run")
def _run() -> None:
    """Work through jobs and recurring tasks until stopped."""
    jobs.loop(clock.seconds)


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
    click.echo(json.dumps({"whole": not faults, "head": _audit_head()}))
    if faults:
        current_app.logger.error("the audit record is not whole")
        raise SystemExit(1)
