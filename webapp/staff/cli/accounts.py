"""flask staff ...: accounts, and the sign-ins of the demo."""

from __future__ import annotations

import json
from datetime import date

import click

from webapp.places.rules import DEMO_AREA
from webapp.shared.settings import settings
from webapp.staff import rules, service
from webapp.staff.cli.group import cli, id_of


@cli.command("sample")
@click.option("--json", "as_json", is_flag=True, help="One JSON array on standard output.")
@click.option("--area", default=DEMO_AREA, show_default=True, help="The sub-district or village to work in.")
def sample(as_json: bool, area: str) -> None:
    """Print one sign-in of the demo for each role; production has none (exit 1)."""
    if not settings().is_demo:
        raise click.ClickException("production has no sample staff; see `flask staff create`")
    accounts = service.demo_accounts(area)
    secrets = service.secrets_of([id_of(one.username) for one in accounts])
    rows = [
        {"username": one.username, "password": rules.DEMO_PASSWORD,
         "totp_secret": secrets.get(id_of(one.username), ""), "role": one.role,
         "area_code": one.areas[0], "sign_in_url": f"{settings().public_url}/staff/sign-in"}
        for one in accounts
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(f"{row['username']}\t{row['password']}\t{row['role']}\t{row['area_code']}")


@cli.command("create")
@click.argument("username")
@click.option("--name", required=True, help="As on the officer's card.")
@click.option("--role", required=True)
@click.option("--area", "areas", multiple=True, required=True, help="A region code; may be repeated.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of duty; a year from today if left out."
)
@click.option("--ask", is_flag=True, help="Ask for the password instead of making one.")
def create(
    *, username: str, name: str, role: str, areas: tuple[str, ...], until: date | None, ask: bool
) -> None:
    """Make an account; its password is printed once, and kept nowhere in plain."""
    password = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else service.new_password()
    )
    last_day = date(until.year, until.month, until.day) if until else None
    account = service.create_account(username, name, role, areas, password, valid_until=last_day)
    click.echo(f"{account.username}\t{account.officer_number}" + ("" if ask else f"\t{password}"))


@cli.command("password")
@click.argument("username")
@click.option("--ask", is_flag=True, help="Ask for the password instead of making one.")
def password(username: str, ask: bool) -> None:
    """Give an account a new password; it is signed out everywhere."""
    word = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else service.new_password()
    )
    service.set_password(id_of(username), word)
    if not ask:
        click.echo(word)


@cli.command("forget-phone")
@click.argument("username")
def forget_phone(username: str) -> None:
    """Remove the second factor of somebody whose telephone is lost; the next sign-in sets up a new one."""
    service.forget(id_of(username))


@cli.command("disable")
@click.argument("username")
def disable(username: str) -> None:
    """Put an account out of use; it is out at its next request."""
    service.set_active(id_of(username), active=False)


@cli.command("enable")
@click.argument("username")
def enable(username: str) -> None:
    """Let a disabled account work again."""
    service.set_active(id_of(username), active=True)
