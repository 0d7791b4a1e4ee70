"""flask reporting ...: sealed answers become figures, with the statistics key, outside of the web process."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from webapp.shared.commandline import RoomCommands

cli = RoomCommands("reporting", help="The figures of the census.")
NO_DUCKDB = "DuckDB is not installed here. Type: bin/set-up statistics"
_OUT = click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
                    help="Folder for the files.")  # fmt: skip


def _needs(name: str) -> Any:
    """A module of the statistics, imported only here and now: web workers stay free of DuckDB."""
    from importlib import import_module

    try:
        return import_module(f"webapp.reporting.service.{name}")
    except ModuleNotFoundError as missing:
        if missing.name != "duckdb":
            raise
        click.echo(NO_DUCKDB, err=True)
        raise SystemExit(2) from missing


@cli.command("build")
@_OUT
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="Census day; that of the first open door if left out."
)
def build(folder: Path, on: datetime | None) -> None:
    """Open the sealed answers that count and write persons and families without names, and the codebook."""
    made = _needs("build")
    try:
        with tqdm(unit=" villages", disable=None) as bar:
            told = made.build(folder, on.date() if on else None, bar.update)
    except made.NoCensusDay:
        click.echo("No door has a date yet. Name the day of the census: --on YYYY-MM-DD", err=True)
        raise SystemExit(2) from None
    click.echo(json.dumps(told))


@cli.command("tables")
@click.option("--from", "source", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Folder of a build.")  # fmt: skip
@_OUT
def tables(source: Path, folder: Path) -> None:
    """Write the published tables: counts with noise, small places left out, attacked before they are written."""
    made = _needs("tabulate")
    try:
        told = made.publish(source, folder)
    except made.NoBuild:
        click.echo(f"There is no build in {source}. Make it first: reporting build --out {source}", err=True)
        raise SystemExit(2) from None
    except made.protect.StillGivenAway:
        click.echo("The attack still recovers a cell of one or two people. Nothing was written.", err=True)
        raise SystemExit(1) from None
    click.echo(json.dumps(told))
