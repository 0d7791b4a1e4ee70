"""Who speaks for a family: claims with their PINs, the numbers by which a PIN is replaced, and the desk's decisions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.enumeration.rules import identity
from webapp.households.models import Household
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime

HOUSEHOLD = Household.__table__.c.id
_MAIN = text("ended_at IS NULL AND NOT conflicting")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class Claim(Model):
    """One hand that answers for a household, with a PIN and a key pair of its own; the first is the main one.

    The private key is wrapped under the PIN, so this row is also the PIN's check. All claims of a household share
    one salt, so that a PIN is tried against all of them in the time of one. `how`: what was shown when the PIN was
    set last. What is sealed: the number for codes, and the one that will take its place after 72 hours.
    """

    __tablename__ = "claims"
    __table_args__ = (
        _one_of("how", identity.WAYS),
        Index("uq_claims_main", "household_id", unique=True, sqlite_where=_MAIN, postgresql_where=_MAIN),
    )

    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(ForeignKey(HOUSEHOLD), index=True)
    conflicting: Mapped[bool] = mapped_column(default=False)
    how: Mapped[str] = mapped_column(String(6))
    opened_at: Mapped[Moment]
    set_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    wrapped_private: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(17), index=True)
    phone_since: Mapped[datetime | None] = mapped_column(UtcDateTime())
    phone_heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    next_phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    next_phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(17), index=True)
    next_phone_since: Mapped[datetime | None] = mapped_column(UtcDateTime())


class PinNumber(Model):
    """A number that replaces a PIN once: texted to a claim's phone, or printed on a slip for a household."""

    __tablename__ = "pin_numbers"
    __table_args__ = (_one_of("kind", identity.NUMBERS),)

    id: Mapped[PrimaryId]
    kind: Mapped[str] = mapped_column(String(4))
    household_id: Mapped[UUID] = mapped_column(ForeignKey(HOUSEHOLD), index=True)
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"))
    number_index: Mapped[bytes] = mapped_column(LargeBinary(17), index=True)
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    by: Mapped[str | None] = mapped_column(String(40))


class Decision(Model):
    """Which version of a household counts, by whom and on what ground; the newest one holds. Never changed."""

    __tablename__ = "decisions"
    __table_args__ = (_one_of("ground", identity.GROUNDS),)

    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(ForeignKey(HOUSEHOLD), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id"))
    ground: Mapped[str] = mapped_column(String(6))
    card_seen: Mapped[bool]
    by: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[Moment]
