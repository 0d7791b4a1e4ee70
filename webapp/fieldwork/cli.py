"""flask fieldwork ...: the lists of a day."""

from __future__ import annotations

import json
from datetime import datetime

import click

from webapp.fieldwork import queries
from webapp.households.models import Household
from webapp.shared import clock
from webapp.shared.commandline import RoomCommands
from webapp.staff import queries as staff

cli = RoomCommands("fieldwork", help="Day lists of the enumerators.")


@cli.command("day-list")
@click.option("--area", required=True, help="A sub-district or village, e.g. 33.16.05.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Today if left out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array on standard output.")
def day_list(area: str, day: datetime | None, as_json: bool) -> None:
    """Print who visits where on a day; nothing sealed is opened."""
    inside = (Household.village_code == area) | Household.village_code.startswith(f"{area}.", autoescape=True)
    rows = queries.stops(inside, day.date() if day else clock.today())
    people = staff.identities([row.enumerator_id for row in rows if row.enumerator_id])
    found = []
    for row in rows:
        officer = people.get(row.enumerator_id) if row.enumerator_id else None
        found.append({
            "household_id": str(row.household_id), "enumerator": officer.username if officer else None,
            "window": row.window, "state": row.state, "village_code": row.village_code, "rt": row.rt,
            "letter_tail": row.letter_number[-2:], "channel": row.channel,
        })  # fmt: skip
    if as_json:
        click.echo(json.dumps(found))
        return
    for one in found:
        click.echo(
            "\t".join(str(one[key] or "-") for key in ("window", "enumerator", "village_code", "rt", "state"))
        )
