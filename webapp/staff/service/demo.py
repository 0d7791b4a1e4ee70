"""The staff of the demo: an administrator, a coordinator a sub-district, and enumerators with their villages.

All have one password, hashed once, so that the first start stays quick. Production refuses these accounts:
at set-up, at sign-in and at every request.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import insert, select

from webapp.places import queries as places
from webapp.places.models import Region
from webapp.places.rules import DEMO_AREA
from webapp.shared import clock
from webapp.shared.access import ROLES
from webapp.shared.db import db, new_id, transaction
from webapp.shared.settings import settings
from webapp.staff import rules
from webapp.staff.models import Account, AccountArea
from webapp.staff.service.accounts import TERM, password_columns

REGENCY = "33.16"
ENUMERATORS = 3  # a sub-district
_NAMES = """Sri Wahyuni|Bambang Sutrisno|Dwi Lestari|Agus Priyono|Siti Rahayu|Joko Susilo|Endang Purwati
Eko Nugroho|Tutik Handayani|Heru Santoso|Yuliani Astuti|Slamet Riyadi|Nur Hidayah|Teguh Prasetyo|Rini Kusumawati
Sigit Hartono""".replace("\n", "|").split("|")


class DemoAccount(NamedTuple):
    """An account that `staff sample` tells about."""

    username: str
    role: str
    areas: tuple[str, ...]


def make_demo_staff() -> int:
    """Make the demo's accounts where there are none. Returns how many."""
    if not settings().is_demo or db.session.scalar(select(Account.id).limit(1)) is not None:
        return 0
    hashed = password_columns(rules.DEMO_PASSWORD)
    staff = list(_staff())
    with transaction():
        accounts, areas = _rows(staff, hashed)
        db.session.execute(insert(Account), accounts)
        db.session.execute(insert(AccountArea), areas)
    return len(staff)


def _staff() -> Iterator[DemoAccount]:
    yield DemoAccount("admin", "administrator", (REGENCY,))
    for sub_district in places.sub_districts():
        place = sub_district.name.lower().replace(" ", "")
        yield DemoAccount(f"koordinator.{place}", "coordinator", (sub_district.code,))
        villages = sorted(places.villages(sub_district.code), key=_from_west)
        for n, share in enumerate(rules.share_out(villages, ENUMERATORS), 1):
            codes = tuple(sorted(village.code for village in share))
            yield DemoAccount(f"petugas.{place}.{n}", "enumerator", codes)


def _from_west(village: Region) -> tuple[float, str]:
    return village.longitude, village.code


def _rows(
    staff: list[DemoAccount], hashed: dict[str, bytes]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rng = Random("staff")  # noqa: S311  made-up numbers must repeat
    numbers = rng.sample(range(1_000_000, 10_000_000), len(staff))
    accounts, areas = [], []
    for n, one in enumerate(staff):
        account_id = new_id()
        accounts.append({
            "id": account_id, "username": one.username, "name": _NAMES[n % len(_NAMES)], "role": one.role,
            "officer_number": f"P-{numbers[n]}", "active": True, "made_for_demo": True,
            "valid_until": clock.today() + TERM, "created_at": clock.now() + timedelta(microseconds=n), **hashed,
        })  # fmt: skip
        areas += [{"account_id": account_id, "area_code": area} for area in one.areas]
    return accounts, areas


def demo_accounts(area_code: str = DEMO_AREA) -> list[DemoAccount]:
    """For each role that the demo has, the account that works in this area (or around it)."""
    rows = db.session.execute(
        select(Account.username, Account.role, AccountArea.area_code)
        .join(AccountArea, AccountArea.account_id == Account.id)
        .where(Account.made_for_demo, Account.active)
        .order_by(Account.username, AccountArea.area_code)
    )
    found: dict[str, DemoAccount] = {}
    for username, role, area in rows:
        near = area in rules.areas_around(area_code) or area.startswith(f"{area_code}.")
        known = found.get(role)
        if near and (known is None or known.username == username):
            found[role] = DemoAccount(username, role, (*(known.areas if known else ()), area))
    return [found[role] for role in ROLES if role in found]
