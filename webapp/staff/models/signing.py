"""Tables of signing in: the second factor, the codes that stand in for it, and invitations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime


class SecondFactor(Model):
    """The secret that an account shares with a telephone (RFC 6238). Without confirmed_at it is only being set up.

    last_step: the latest half minute whose code was taken, so that no code is taken twice.
    """

    __tablename__ = "second_factors"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary())
    made_at: Mapped[Moment]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    last_step: Mapped[int] = mapped_column(BigInteger(), default=0)


class RecoveryCode(Model):
    """Stands in once for a telephone that is lost. Only its keyed index is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    code_index: Mapped[bytes] = mapped_column(LargeBinary(17))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class Invitation(Model):
    """A slip on paper with a code, by which somebody sets her own password, once. Only the code's index is kept."""

    __tablename__ = "invitations"

    id: Mapped[PrimaryId]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    code_index: Mapped[bytes] = mapped_column(LargeBinary(17), unique=True)
    made_by: Mapped[UUID | None] = mapped_column(Uuid())
    made_at: Mapped[Moment]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
