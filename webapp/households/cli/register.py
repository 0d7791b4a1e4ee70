"""flask households demo, sample, import, recount: the register and the check of its counts."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click
from tqdm import tqdm

from webapp.households import service
from webapp.households.cli.group import REJECTED, cli, refuse
from webapp.shared.settings import settings

NO_VILLAGES = "No villages yet. Run `flask --app webapp.app places load` first."


def _demo_only(verb: str) -> None:
    if not settings().is_demo:
        refuse(f"`households {verb}` is for the demo: this is a register of real families.")


@cli.command("demo")
@click.option("--households", type=click.IntRange(1, 1_000_000), default=2000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def demo(households: int, seed: int) -> None:
    """Fill an empty register with made-up families; the same seed gives the same ones."""
    _demo_only("demo")
    try:
        with tqdm(total=households, unit=" families", disable=None) as bar:
            written = service.make_demo(households, seed, bar.update)
    except service.RegisterNotEmpty as found:
        refuse(f"The register already holds {found} families. Begin with an empty var/ to make others.")
    except service.NoPlaces:
        refuse(NO_VILLAGES)
    service.fold_counts()
    click.echo(f"{written} families written" if written else "already there, nothing written", err=True)


@cli.command("sample")
@click.option("--json", "as_json", is_flag=True, help="One JSON array on standard output.")
@click.option("--count", type=click.IntRange(1, 100_000), default=3, show_default=True)
@click.option("--claimed", is_flag=True, help="Families that have claimed their place, instead of others.")
def sample(as_json: bool, count: int, claimed: bool) -> None:
    """Show made-up families with their numbers, to try Catat out."""
    _demo_only("sample")
    found = service.samples(count, claimed=claimed)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for one in found:
        click.echo(
            f"NIK {one['nik']}  KK {one['kk']}  letter {one['letter_number']}  head born {one['birth_year']}"
            f"  phone {one['phone'] or '-'}  {one['members']} members  {one['village']}"
        )


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option(
    "--snapshot", type=click.DateTime(["%Y-%m-%d"]), help="The register's date; today if not given."
)
def import_file(file: Path, snapshot: datetime | None) -> None:
    """Take in a register, one person a row; exit 3 if rows were rejected (see FILE.errors.csv)."""
    try:
        with tqdm(total=file.stat().st_size, unit="B", unit_scale=True, disable=None) as bar:
            day = snapshot.date() if snapshot else None
            done = service.import_register(file, day, lambda position: bar.update(position - bar.n))
    except service.FileUnusable as unusable:
        refuse(str(unusable))
    except service.NoPlaces:
        refuse(NO_VILLAGES)
    service.fold_counts()
    click.echo(f"{done.lines} lines: {done.families} new families, {done.changed} changed, "
               f"{done.rejected} lines rejected", err=True)  # fmt: skip
    if done.errors:
        refuse(f"What was rejected stands in {done.errors} (codes: docs/handbook/register.md).", REJECTED)


@cli.command("recount")
@click.option("--mend", is_flag=True, help="Put differences right after reporting them.")
def recount(mend: bool) -> None:
    """Compare the counts with the households; exit 1 and name each difference if they are not equal."""
    differences = service.recount(mend=mend)
    for found in differences:
        key = found.key
        click.echo(f"{key.village_code} {key.origin} {key.state} {key.channel} {key.day}: "
                   f"counted {found.counted}, true {found.true}", err=True)  # fmt: skip
    click.echo(json.dumps({"differences": len(differences), "mended": bool(mend and differences)}))
    if differences and not mend:
        raise SystemExit(1)
