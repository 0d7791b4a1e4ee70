"""flask visits ...: times of visits."""

from __future__ import annotations

import json
from datetime import timedelta

import click

from webapp.places import queries as places
from webapp.shared import clock
from webapp.shared.commandline import RoomCommands
from webapp.visits import queries, rules, service
from webapp.visits.models import Offer

cli = RoomCommands("visits", help="Times in which officers visit families.")


@cli.command("offers")
@click.option("--area", required=True, help="A sub-district, e.g. 33.16.05.")
@click.option("--days", type=click.IntRange(1, rules.HORIZON_DAYS), help="First open this many coming days.")
@click.option("--capacity", type=click.IntRange(1, rules.MOST_CAPACITY), default=4, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON array on standard output.")
def offers(*, area: str, days: int | None, capacity: int, as_json: bool) -> None:
    """Print the open times of a sub-district; with --days open times for all of its villages before."""
    villages = [village.code for village in places.villages(area)]
    if not villages:
        raise click.ClickException("no such sub-district")
    today = clock.today()
    if days:
        coming = [today + timedelta(days=n) for n in range(1, days + 1)]
        opened = service.open_offers(area, villages, coming, list(rules.WINDOWS), capacity)
        click.echo(f"{opened} places opened", err=True)
    rows = queries.opened(Offer.area_code == area, today, today + timedelta(days=rules.HORIZON_DAYS))
    found = [{"id": str(row.id), "day": row.day.isoformat(), "window": row.window, "capacity": row.capacity,
              "taken": row.taken} for row in rows]  # fmt: skip
    if as_json:
        click.echo(json.dumps(found))
        return
    for one in found:
        click.echo(f"{one['day']}\t{one['window']}\t{one['taken']}/{one['capacity']}")
