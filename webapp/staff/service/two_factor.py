"""The second factor: codes of an app on the telephone (RFC 6238), and codes on paper that stand in for it once.

Between the password and the code a browser holds a session that names no member of staff: it opens nothing.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import delete, insert, select, update

from webapp.shared import audit, clock, sealing, sessions, throttle
from webapp.shared.db import db, new_id, transaction, upsert
from webapp.shared.settings import settings
from webapp.staff import queries, rules
from webapp.staff.models import Account, RecoveryCode, SecondFactor

_HALF_IN = "half_in"  # what such a session keeps: who gave the right password
_RECOVERY = "staff-recovery-code"


def is_required(account: Account) -> bool:
    """Must whoever has this account bring a second factor?"""
    return settings().staff_two_factor == "required" and account.role in rules.SEES_PEOPLE


def hold_at_the_door(account: Account) -> None:
    """The password was right; the code (or its set-up) is still to come."""
    with transaction():
        sessions.start(secrets={_HALF_IN: account.id.hex})


def at_the_door() -> Account | None:
    """Who gave the right password in this browser and has not come in yet, if still allowed to."""
    found = sessions.current()
    if found is None or found.staff_id is not None or found.seat_id is not None:
        return None
    held = found.secrets().get(_HALF_IN)
    account = db.session.get(Account, UUID(hex=held)) if held else None
    return account if account is not None and queries.identity(account.id) is not None else None


def begin_set_up(account_id: UUID) -> str:
    """The secret that is to go on to the telephone; the same one until it is confirmed."""
    if queries.second_factor(account_id) is None:
        sealed = sealing.seal("second_factors", account_id, "secret", pyotp.random_base32().encode())
        row = {"account_id": account_id, "secret_sealed": sealed, "made_at": clock.now(), "last_step": 0}
        with transaction():  # of two pages opened at once the first one's secret stays
            db.session.execute(upsert(SecondFactor, row, key=["account_id"]))
    factor = queries.second_factor(account_id)
    if factor is None:
        raise rules.UnknownAccount
    return _secret(factor)


def set_up_address(account: Account, secret: str) -> str:
    """The otpauth:// address that the app opens, as a link on the same telephone or from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=rules.ISSUER)


def confirm(account_id: UUID, typed: str) -> list[str]:
    """The telephone shows the right code: the factor counts from now on. Returns the recovery codes, this once.

    Also for new recovery codes, which void the old ones. Raises CodeRefused and CodesBlocked.
    """
    if not rules.is_six_digits(rules.code_of(typed)):
        raise rules.CodeRefused
    check_code(account_id, typed)
    codes = [_draw(rules.RECOVERY_SIGNS) for _ in range(rules.RECOVERY_CODES)]
    with transaction():
        mine = update(SecondFactor).where(
            SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_(None)
        )
        db.session.execute(mine.values(confirmed_at=clock.now()))
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
        rows = [
            {"id": new_id(), "account_id": account_id, "code_index": _index(account_id, code)}
            for code in codes
        ]
        db.session.execute(insert(RecoveryCode), rows)
        audit.record("second factor set up", str(account_id), by=_name(account_id))
    return [rules.in_groups(code) for code in codes]


def _draw(length: int) -> str:
    return "".join(secrets.choice(rules.SIGNS) for _ in range(length))


def _name(account_id: UUID) -> str:
    account = db.session.get(Account, account_id)
    return account.username if account else "-"


def check_code(account_id: UUID, typed: str) -> None:
    """Take a code of the app or one on paper, each once. Raises CodeRefused and CodesBlocked.

    Wrong ones are counted; the two kinds apart, so that whoever guesses codes does not shut out who has the paper.
    """
    code = rules.code_of(typed)
    of_app = rules.is_six_digits(code)
    bucket = "staff-code" if of_app else "staff-recovery"
    if not throttle.hit(bucket, str(account_id), rules.CODE_TRIES, rules.CODE_WINDOW_S):
        raise rules.CodesBlocked(minutes=rules.CODE_WINDOW_S // 60)
    taken = _take_app_code(account_id, code) if of_app else _take_recovery_code(account_id, code)
    if not taken:
        with transaction():
            audit.record("code refused", str(account_id), by="-")
        raise rules.CodeRefused
    throttle.give_back(bucket, str(account_id), rules.CODE_WINDOW_S)


def _take_app_code(account_id: UUID, code: str) -> bool:
    factor = queries.second_factor(account_id)
    if factor is None:
        return False
    app = pyotp.TOTP(_secret(factor), interval=rules.STEP_S)
    for step in rules.steps_around(clock.now().timestamp(), factor.last_step):
        if hmac.compare_digest(app.generate_otp(step), code):
            return _is_first(
                update(SecondFactor)
                .where(SecondFactor.account_id == account_id, SecondFactor.last_step < step)
                .values(last_step=step)
            )
    return False


def _take_recovery_code(account_id: UUID, code: str) -> bool:
    indexes = sealing.blind_indexes(_RECOVERY, f"{account_id.hex} {code}")
    unused = RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    found = _is_first(
        update(RecoveryCode).where(*unused, RecoveryCode.code_index.in_(indexes)).values(used_at=clock.now())
    )
    if found:
        with transaction():
            audit.record("recovery code used", str(account_id), by=_name(account_id))
    return found


def _is_first(change: Any) -> bool:
    """Of two who send the same code at once, one changes the row."""
    with transaction():
        done: Any = db.session.execute(change.execution_options(synchronize_session=False))
    db.session.expire_all()
    return bool(done.rowcount)


def _index(account_id: UUID, code: str) -> bytes:
    return sealing.blind_index(_RECOVERY, f"{account_id.hex} {code}")


def _secret(factor: SecondFactor) -> str:
    return sealing.unseal("second_factors", factor.account_id, "secret", factor.secret_sealed).decode()


def secrets_of(account_ids: list[UUID]) -> dict[UUID, str]:
    """The confirmed secrets of these accounts; for `staff sample` of the demo and nobody else."""
    rows = db.session.scalars(
        select(SecondFactor).where(
            SecondFactor.account_id.in_(account_ids), SecondFactor.confirmed_at.is_not(None)
        )
    )
    return {row.account_id: _secret(row) for row in rows}


def forget(account_id: UUID) -> None:
    """The telephone is lost: its secret and the recovery codes count no more. Ends every session of the account."""
    with transaction():
        clear(account_id)
        sessions.end_all_of_staff(account_id)
        audit.record("second factor removed", str(account_id))


def clear(account_id: UUID) -> None:
    """Without second factor. In the caller's transaction."""
    for table in (SecondFactor, RecoveryCode):
        db.session.execute(delete(table).where(table.account_id == account_id))
