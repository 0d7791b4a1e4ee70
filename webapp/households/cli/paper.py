"""flask households letters, posters, guide: PDF files to print."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from tqdm import tqdm

from webapp.households import service
from webapp.households.cli.group import cli, refuse

NO_SUCH_PLACE = (
    "There is no village or sub-district %s. `flask --app webapp.app places find NAME` tells its code."
)
_WHERE = click.option(
    "--village",
    "code",
    required=True,
    help="A village (33.16.05.2001), or a sub-district for all its villages.",
)
_OUT = click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files.",
)


@cli.command("letters")
@_WHERE
@click.option("--rt", default="", help="This neighbourhood only, three digits.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of answering by oneself, for the letter."
)
@click.option("--reason", default="", help="Why, for the audit.")
@click.option(
    "--blank", type=click.IntRange(1, 500), help="So many letters with a number and without a family."
)
@_OUT
def letters(
    code: str, rt: str, until: datetime | None, reason: str, folder: Path, *, blank: int | None
) -> None:
    """Write the letters to families still to be counted: one PDF a neighbourhood, with the list for its head.

    The files hold names and letter numbers: print them and delete them.
    """
    if blank:
        _blank_letters(code, blank, reason, folder)
        return
    count = 0
    try:
        with tqdm(unit=" letters", disable=None) as bar:
            for written in service.write_letters(
                code, folder, rt=rt, until=until.date() if until else None, reason=reason
            ):
                click.echo(written.file)
                bar.update(written.letters)
                count += written.letters
    except service.UnknownVillage as unknown:
        refuse(NO_SUCH_PLACE % unknown)
    except service.NoLetters:
        refuse("Nobody there waits for a letter: no such neighbourhood, or all its families are counted.")
    click.echo(f"{count} letters. They hold names and letter numbers: print, hand out, delete.", err=True)


def _blank_letters(code: str, count: int, reason: str, folder: Path) -> None:
    try:
        click.echo(service.write_blanks(code, count, folder, reason=reason))
    except service.UnknownVillage as unknown:
        refuse(NO_SUCH_PLACE % unknown)
    click.echo(f"{count} letters without a family. An officer binds each where it is handed out.", err=True)


@cli.command("posters")
@_WHERE
@_OUT
def posters(code: str, folder: Path) -> None:
    """Write the poster of a village, in Indonesian and in Javanese."""
    try:
        for file in service.write_posters(code, folder):
            click.echo(file)
    except service.UnknownVillage as unknown:
        refuse(
            f"There is no village or sub-district {unknown}. `flask --app webapp.app places list` shows them."
        )


@cli.command("guide")
@_OUT
def guide(folder: Path) -> None:
    """Write the one-page guide for officials and agents, in Indonesian and in Javanese."""
    for file in service.write_guide(folder):
        click.echo(file)
