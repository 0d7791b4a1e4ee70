"""flask enumeration <verb>"""

from __future__ import annotations

import json
from datetime import date, datetime

import click

from webapp.enumeration import service
from webapp.enumeration.rules.stages import DOORS
from webapp.shared import clock
from webapp.shared.commandline import RoomCommands

cli = RoomCommands("enumeration", help="Stages: which doors are open, and from when until when.")


@cli.command("stages")
@click.option("--json", "as_json", is_flag=True, help="one object on standard output")
@click.option(
    "--set",
    "change",
    nargs=3,
    metavar="DOOR FROM UNTIL",
    help="dates as 2030-05-01; a day ends at 23:59:59 WIB",
)
def _stages(as_json: bool, change: tuple[str, str, str] | None) -> None:
    """Show the doors, or give one its dates (audited)."""
    if change:
        _set(*change)
    doors = service.doors()
    if as_json:
        print(
            json.dumps({"stage": service.stage(), "doors": {d: _told(doors, d) for d in DOORS if d in doors}})
        )
        return
    print(f"stage: {service.stage()}")
    for door in DOORS:
        told = _told(doors, door) if door in doors else {"open": False, "from": "-", "until": "-"}
        print(f"{door:12} {'open' if told['open'] else 'closed':7} {told['from']} - {told['until']}")


def _told(doors: dict[str, service.Opening], door: str) -> dict[str, object]:
    opening = doors[door]
    return {
        "from": clock.to_wib(opening.opens_at).isoformat(timespec="seconds"),
        "until": clock.to_wib(opening.closes_at).isoformat(timespec="seconds"),
        "open": opening.is_open(clock.now()),
    }


def _set(door: str, opens: str, closes: str) -> None:
    try:
        service.set_stage(door, clock.at_wib(_day(opens)), clock.end_of_day(_day(closes)), "command")
    except ValueError as wrong:
        raise click.UsageError(f"{wrong}; doors: {', '.join(DOORS)}; dates as 2030-05-01") from wrong


def _day(text: str) -> date:
    return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day of the calendar in Blora
