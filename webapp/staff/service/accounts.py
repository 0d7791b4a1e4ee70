"""Accounts: made by an administrator, disabled at once. Hashing happens before the transaction."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.places import queries as places
from webapp.shared import audit, clock, events, sealing, sessions
from webapp.shared.access import ROLES
from webapp.shared.db import db, new_id, transaction
from webapp.shared.settings import settings
from webapp.staff import queries, rules
from webapp.staff.models import Account, AccountArea

TERM = timedelta(days=365)


def new_password() -> str:
    """A password that can be read over the telephone: 16 letters and digits (78 bits) in groups of four."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    drawn = "".join(secrets.choice(signs) for _ in range(16))
    return "-".join(drawn[n : n + 4] for n in range(0, 16, 4))


def password_columns(password: str) -> dict[str, bytes]:
    """Salt and key of a password. 26 ms; never inside transaction()."""
    salt = os.urandom(16)
    return {"password_salt": salt, "password_key": sealing.slow_key(password, salt)}


def create_account(
    username: str,
    name: str,
    role: str,
    areas: Sequence[str],
    password: str,
    *,
    valid_until: date | None = None,
) -> Account:
    """A new account. Raises WeakPassword and AccountUnusable, which names what cannot be used."""
    known = rules.username_of(username)
    if not known:
        raise rules.AccountUnusable(what=f"nama pengguna {username!r}")
    if role not in ROLES:
        raise rules.AccountUnusable(what=f"peran {role!r}")
    for area in areas:
        if places.region(area) is None:
            raise rules.AccountUnusable(what=f"wilayah {area!r}")
    rules.check_password(password, demo=settings().is_demo)
    hashed = password_columns(password)
    with transaction():
        if queries.account_named(known) is not None:
            raise rules.AccountUnusable(what=f"nama {known} sudah dipakai")
        account = Account(
            id=new_id(), username=known, name=name, role=role, officer_number=free_number(), active=True,
            made_for_demo=password == rules.DEMO_PASSWORD, valid_until=valid_until or clock.today() + TERM,
            created_at=clock.now(), **hashed,
        )  # fmt: skip
        db.session.add(account)
        db.session.flush()
        db.session.add_all(
            AccountArea(account_id=account.id, area_code=area) for area in dict.fromkeys(areas)
        )
        audit.record("account created", str(account.id), detail=f"{role} {' '.join(areas)}")
    return account


def free_number() -> str:
    while True:
        number = f"P-{secrets.randbelow(9_000_000) + 1_000_000}"
        if db.session.scalar(select(Account.id).where(Account.officer_number == number)) is None:
            return number


def set_active(account_id: UUID, active: bool) -> Account:
    """Disable (out at the next request, on every device) or enable an account. Raises UnknownAccount."""
    with transaction():
        account = _change(account_id, "account enabled" if active else "account disabled", {"active": active})
        if not active:
            events.announce("staff_disabled", account_id=account_id)
    return account


def set_password(account_id: UUID, password: str) -> Account:
    """A new password; every session of the account ends. Raises WeakPassword and UnknownAccount."""
    rules.check_password(password, demo=False)
    return _change(account_id, "password set", dict(password_columns(password)))


def _change(account_id: UUID, action: str, values: dict[str, Any]) -> Account:
    with transaction():
        account = db.session.get(Account, account_id)
        if account is None:
            raise rules.UnknownAccount
        for name, value in values.items():
            setattr(account, name, value)
        sessions.end_all_of_staff(account_id)
        audit.record(action, str(account_id))
    return account


def refuse_demo_accounts() -> None:
    """For the set-up of production. Raises DemoAccountsInProduction."""
    if db.session.scalar(select(Account.id).where(Account.made_for_demo).limit(1)) is not None:
        raise rules.DemoAccountsInProduction
