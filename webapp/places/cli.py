"""flask places ...: reference data of regions and calendar."""

from __future__ import annotations

import click

from webapp.places import queries, service
from webapp.shared.commandline import RoomCommands

cli = RoomCommands("places", help="Regions, neighbourhoods and the calendar.")


@cli.command("load")
def load() -> None:
    """Make regions and holidays equal to the data files; safe to repeat."""
    written = service.load_reference()
    click.echo(f"{written.regions} regions and {written.holidays} holidays written", err=True)


@cli.command("list")
@click.option("--sub-district", help="Villages of this sub-district, e.g. 33.16.05.")
def list_places(sub_district: str | None) -> None:
    """Print code, BPS code and name: the sub-districts, or the villages of one."""
    places = queries.villages(sub_district) if sub_district else queries.sub_districts()
    if not places:
        raise click.ClickException(
            "no such sub-district" if sub_district else "no places yet: flask places load"
        )
    for place in places:
        click.echo(f"{place.code}\t{place.bps_code or '-'}\t{place.name}")


@cli.command("find")
@click.argument("text")
def find(text: str) -> None:
    """Print the villages that a typed name may mean, best first."""
    for name in queries.find_villages(text):
        click.echo(f"{name.code}\t{name.label}")
