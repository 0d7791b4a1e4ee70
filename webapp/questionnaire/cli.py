"""flask questionnaire check: for those who write questionnaires, and for the build."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.questionnaire.service.definitions import FOLDER, comparisons, faults_by_version
from webapp.shared.commandline import RoomCommands

cli = RoomCommands("questionnaire", help="The questions, as data.")


@cli.command("check", needs_database=False)
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FOLDER)
def check(folder: Path) -> None:
    """Say what is wrong with each definition and what it changes against the one before; exit 1 for a fault."""
    sound = True
    for version, faults in faults_by_version(folder).items():
        sound = sound and not faults
        click.echo(f"{version}: {len(faults)} faults" if faults else f"{version}: sound")
        for fault in faults:
            click.echo(f"  {fault}")
    for pair, found in comparisons(folder).items():
        sound = sound and not found.faults
        click.echo(f"{pair}: {len(found.faults)} faults, {len(found.news)} changes")
        for line in (*found.faults, *found.news):
            click.echo(f"  {line}")
    if not sound:
        raise SystemExit(1)
