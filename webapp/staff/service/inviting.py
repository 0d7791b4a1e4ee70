"""Invitations: an account is handed over by a slip of paper whose code works once.

Whoever has it sets her own password, and her telephone afresh: what she had before counts no more.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from webapp.shared import audit, clock, sealing, sessions, throttle
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, new_id, transaction
from webapp.staff import queries, rules
from webapp.staff.models import Account, Invitation
from webapp.staff.service.accounts import password_columns
from webapp.staff.service.two_factor import clear

_PURPOSE, _BUCKET = "staff-invitation", "staff-invitation"
LIFE = timedelta(days=rules.INVITATION_DAYS)


def invite(account_ids: Sequence[UUID], by: StaffIdentity | None) -> list[tuple[Account, str]]:
    """A code for each of these accounts, shown this once; an earlier one that was not used is void.

    by: whoever asks, None at the command line. Accounts that are not hers to hand over are left out.
    """
    found = []
    with transaction():
        for account, areas in queries.accounts(Account.id.in_(account_ids)):
            if by is not None and not rules.may_hand_over(by.role, by.areas, account.role, areas):
                continue
            code = "".join(secrets.choice(rules.SIGNS) for _ in range(rules.INVITATION_SIGNS))
            unused = Invitation.account_id == account.id, Invitation.used_at.is_(None)
            db.session.execute(delete(Invitation).where(*unused))
            db.session.add(Invitation(
                id=new_id(), account_id=account.id, code_index=sealing.blind_index(_PURPOSE, code),
                made_by=by.id if by else None, made_at=clock.now(), expires_at=clock.now() + LIFE,
            ))  # fmt: skip
            audit.record("invited", str(account.id))
            found.append((account, rules.in_groups(code)))
        db.session.flush()
    return found


def accept(typed: str, password: str, demo: bool, address: str) -> Account:
    """The invited sets her password. Raises InvitationRefused, SignInBlocked (too many tries) and WeakPassword."""
    if not throttle.hit(_BUCKET, address, rules.INVITATION_TRIES, rules.INVITATION_WINDOW_S):
        raise rules.SignInBlocked(minutes=rules.INVITATION_WINDOW_S // 60)
    invitation = _open(rules.code_of(typed))
    if invitation is None:
        raise rules.InvitationRefused
    throttle.give_back(_BUCKET, address, rules.INVITATION_WINDOW_S)
    rules.check_password(password, demo=demo)
    hashed = password_columns(password)
    with transaction():
        taken = db.session.scalar(
            update(Invitation)
            .where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
            .values(used_at=clock.now())
            .returning(Invitation.id)
            .execution_options(synchronize_session=False)
        )
        account = db.session.get(Account, invitation.account_id)
        if taken is None or account is None or queries.identity(account.id) is None:
            raise rules.InvitationRefused
        for name, value in hashed.items():
            setattr(account, name, value)
        clear(account.id)
        sessions.end_all_of_staff(account.id)
        audit.record("invitation used", str(account.id), by=account.username)
    return account


def _open(code: str) -> Invitation | None:
    known = Invitation.code_index.in_(sealing.blind_indexes(_PURPOSE, code))
    usable = Invitation.used_at.is_(None), Invitation.expires_at > clock.now()
    return db.session.scalar(select(Invitation).where(known, *usable))
