"""flask staff import, invite, cards: accounts from a file, and the papers by which people get them."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.staff import queries, service
from webapp.staff.cli.group import cli, id_of
from webapp.staff.models import Account


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Take in staff, one person a row (username,name,role,areas[,until]); exit 3 if rows were rejected."""
    try:
        done = service.import_staff(file)
    except service.FileUnusable as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{done.new} new, {done.changed} changed, {done.same} the same, {done.rejected} rejected")
    if done.errors:
        click.echo(f"What was rejected stands in {done.errors}.", err=True)
        raise SystemExit(3)


@cli.command("invite")
@click.argument("usernames", nargs=-1, required=True)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write."
)
def invite(usernames: tuple[str, ...], out: Path) -> None:
    """Print invitations, three a sheet; earlier ones of these people are void."""
    out.write_bytes(service.invitation_paper(service.invite([id_of(one) for one in usernames], None)))


@cli.command("cards")
@click.argument("usernames", nargs=-1, required=True)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write."
)
def cards(usernames: tuple[str, ...], out: Path) -> None:
    """Print the cards that people carry at the door, eight a sheet."""
    found = queries.accounts(Account.id.in_([id_of(one) for one in usernames]))
    out.write_bytes(service.card_paper([(account, ", ".join(areas[:3])) for account, areas in found]))
