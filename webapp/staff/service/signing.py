"""Signing in and out. Tries are counted before anything slow happens; every refusal costs the same time."""

from __future__ import annotations

import hmac

from webapp.shared import audit, clock, sealing, sessions, throttle
from webapp.shared.db import transaction
from webapp.shared.settings import settings
from webapp.staff import queries, rules
from webapp.staff.models import Account

_NOBODYS_SALT = b"\x00" * 16


def sign_in(username: str, password: str, address: str) -> Account:
    """The account that this password opens.

    `address` is where the request comes from. Raises SignInBlocked (before any hashing) and SignInRefused.
    """
    name = rules.username_of(username)
    _count_a_try(username.strip().lower()[:60], address)
    account = queries.account_named(name) if name else None
    key = sealing.slow_key(
        password[: rules.LONGEST_PASSWORD + 1], account.password_salt if account else _NOBODYS_SALT
    )
    fits = hmac.compare_digest(key, account.password_key if account else bytes(32))
    if account is None or not fits or not may_work(account):
        with transaction():
            audit.record("sign-in refused", str(account.id) if account else "unknown", by="-")
        raise rules.SignInRefused
    for bucket, value in (("staff-account", name), ("staff-address", address)):
        throttle.give_back(bucket, value, rules.TRIES_WINDOW_S)
    return account


def _count_a_try(username: str, address: str) -> None:
    account_ok = throttle.hit("staff-account", username, rules.TRIES_PER_ACCOUNT, rules.TRIES_WINDOW_S)
    address_ok = throttle.hit("staff-address", address, rules.TRIES_PER_ADDRESS, rules.TRIES_WINDOW_S)
    if not (account_ok and address_ok):
        raise rules.SignInBlocked(minutes=rules.TRIES_WINDOW_S // 60)


def may_work(account: Account) -> bool:
    """Active, not past its end, and not an account of the demo in production."""
    return (
        account.active
        and account.valid_until >= clock.today()
        and (settings().is_demo or not account.made_for_demo)
    )


def enter(account: Account) -> None:
    """Open a session for this browser."""
    with transaction():
        sessions.start(staff_id=account.id)
        audit.record("signed in", str(account.id), by=account.username)


def leave() -> None:
    """End this browser's session."""
    with transaction():
        found = sessions.current()
        if found is not None and found.staff_id is not None:
            audit.record("signed out", str(found.staff_id))
        sessions.end()
