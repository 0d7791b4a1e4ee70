"""The group that the room's commands belong to, and how they refuse."""

from __future__ import annotations

from typing import NoReturn

import click

from webapp.shared.commandline import RoomCommands

cli = RoomCommands("households", help="The register of families, and the paper for it.")
NOT_HERE, REJECTED = 2, 3


def refuse(text: str, code: int = NOT_HERE) -> NoReturn:
    """Say why on standard error and exit."""
    click.echo(text, err=True)
    raise SystemExit(code)
