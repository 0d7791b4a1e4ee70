"""flask fieldwork ...: plans, and the lists of a day."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import click

from webapp.fieldwork import queries, service
from webapp.fieldwork.rules.planning import TERRAINS
from webapp.households.models import Household
from webapp.shared import clock
from webapp.shared.commandline import RoomCommands
from webapp.staff import queries as staff

cli = RoomCommands("fieldwork", help="Plans and day lists of the enumerators.")


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


@cli.command("plan")
@click.option("--area", required=True, help="A sub-district, e.g. 33.16.05.")
@click.option(
    "--days", type=click.IntRange(1, 30), default=5, show_default=True, help="That many coming days."
)
@click.option(
    "--minutes", type=click.IntRange(5, 120), default=20, show_default=True, help="For an interview."
)
@click.option("--terrain", type=click.Choice(sorted(TERRAINS)), default="plain", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--publish", is_flag=True, help="Publish it at once.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON on standard output.")
def plan(
    *, area: str, days: int, minutes: int, terrain: str, seed: int, publish: bool, as_json: bool
) -> None:
    """Plan the coming days of a sub-district with all of its enumerators, here and now."""
    coming = [clock.today() + timedelta(days=n) for n in range(1, days + 1)]
    everybody = [one.who.id for one in service.crew(area)]
    options = {"minutes": minutes, "terrain": terrain, "seed": seed}
    plan_id = service.make_plan(area, coming, everybody, options, None)
    service.run_plan(
        {"plan": str(plan_id)}, lambda done, total: click.echo(f"{done}/{total} areas", err=True)
    )
    if publish:
        service.publish(plan_id, None)
    told = {"plan": str(plan_id), **(service.plan_of(plan_id).figures or {})}
    if as_json:
        click.echo(json.dumps(told))
        return
    for name in ("plan", "doors", "planned", "metres", "bound", "minutes", "bookings", "kept"):
        click.echo(f"{name}\t{told.get(name)}")
