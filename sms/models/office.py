"""Tables of who helps by text: neighbourhood heads, and what they hint at."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from sms.models import PHONES
from webapp.shared.db import Model, Moment, PrimaryId

LEADS = "sms_leads"


class Head(Model):
    """The phone of a neighbourhood head, for the RT that she looks after. `digest_on`: the day of the last list."""

    __tablename__ = "sms_heads"
    phone_id: Mapped[UUID] = mapped_column(ForeignKey(f"{PHONES}.id"), primary_key=True)
    sls_id: Mapped[UUID] = mapped_column(ForeignKey("sls.id"), index=True)
    village_code: Mapped[str] = mapped_column(String(13), index=True)
    digest: Mapped[bool]
    digest_on: Mapped[date | None]
    by: Mapped[str] = mapped_column(String(40))
    registered_at: Mapped[Moment]


class Lead(Model):
    """A hint of a head about a family, for the officers. It is never an answer and changes no state."""

    __tablename__ = LEADS
    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(Uuid(), index=True)
    phone_id: Mapped[UUID] = mapped_column(ForeignKey(f"{PHONES}.id"))
    said_sealed: Mapped[bytes] = mapped_column(LargeBinary())
    at: Mapped[Moment]
