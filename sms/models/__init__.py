"""Tables of the text messages: phones, whom they stand for, where their conversation is, what came in.

Numbers are sealed and found by blind index; bodies are stored masked and sealed. What goes out is
webapp.shared.outbox.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime

WAITING = text("worked_at IS NULL")
PHONES, DIALOGUES, INBOUND = "sms_phones", "sms_dialogues", "sms_inbound"


class Phone(Model):
    """A number that wrote to us or was given to us. Its row lock orders what one phone sends."""

    __tablename__ = PHONES
    id: Mapped[PrimaryId]
    phone_index: Mapped[bytes] = mapped_column(LargeBinary(17), unique=True)
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary())
    language: Mapped[str] = mapped_column(String(5), default="id")
    channel: Mapped[str | None] = mapped_column(String(20))
    opted_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    flagged: Mapped[str | None] = mapped_column(
        String(20)
    )  # the provider's word that nobody can be reached there
    waiting_since: Mapped[datetime | None] = mapped_column(
        UtcDateTime(), index=True
    )  # for a person, sms.waiting
    waiting_area: Mapped[str] = mapped_column(String(20), default="")
    assigned_to: Mapped[UUID | None] = mapped_column(Uuid())  # who looks after it
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())  # by a person, while it waits
    created_at: Mapped[Moment]


class Binding(Model):
    """A phone stands for a household, at a position by which its commands can name it (STATUS 2)."""

    __tablename__ = "sms_bindings"
    __table_args__ = (UniqueConstraint("phone_id", "household_id"), UniqueConstraint("phone_id", "position"))
    id: Mapped[PrimaryId]
    phone_id: Mapped[UUID] = mapped_column(ForeignKey(f"{PHONES}.id"))
    household_id: Mapped[UUID] = mapped_column(Uuid(), index=True)
    position: Mapped[int] = mapped_column(SmallInteger())
    how: Mapped[str] = mapped_column(String(10))  # letter, pair or page
    bound_at: Mapped[Moment]
    last_heard_at: Mapped[Moment]


class Dialogue(Model):
    """Where the conversation of a phone stands. The state is sealed: it may hold a NIK that waits for its KK."""

    __tablename__ = DIALOGUES
    phone_id: Mapped[UUID] = mapped_column(ForeignKey(f"{PHONES}.id"), primary_key=True)
    state_sealed: Mapped[bytes] = mapped_column(LargeBinary())
    expires_at: Mapped[Moment]


class Inbound(Model):
    """One text (or missed call) that came in, once per provider and message id, whatever the provider repeats.

    `worked_at` is None until the conversation has been moved on by it; only so long `work_sealed` holds the number and
    the whole text, which may name a NIK. A lease keeps two workers from the same row; the phone's lock decides.
    """

    __tablename__ = INBOUND
    __table_args__ = (
        UniqueConstraint("provider", "provider_message_id"),
        Index("ix_sms_inbound_phone", "phone_index", "received_at"),
        Index("ix_sms_inbound_received_at", "received_at"),
        Index("ix_sms_inbound_waiting", "received_at", sqlite_where=WAITING, postgresql_where=WAITING),
    )
    id: Mapped[PrimaryId]
    provider: Mapped[str] = mapped_column(String(20))
    provider_message_id: Mapped[str] = mapped_column(String(80))
    phone_index: Mapped[bytes] = mapped_column(LargeBinary(17))
    text_index: Mapped[bytes] = mapped_column(LargeBinary(17))
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary())  # masked first
    kind: Mapped[str] = mapped_column(
        String(4), default="text"
    )  # text, call, mute (answered by the provider)
    channel: Mapped[str] = mapped_column(String(20))
    work_sealed: Mapped[bytes | None] = mapped_column(LargeBinary())
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    attempts: Mapped[int] = mapped_column(SmallInteger(), default=0)
    worked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    intent: Mapped[str] = mapped_column(String(10), default="")
    failed: Mapped[bool] = mapped_column(default=False)  # an identification that did not match
    received_at: Mapped[Moment]


class GatewayState(Model):
    """How a way out is doing, as the sender last saw it; for the health page and the alarm of /metrics."""

    __tablename__ = "sms_gateways"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    waits_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    bulk_waits_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    why: Mapped[str] = mapped_column(String(80), default="")
    alarm: Mapped[str] = mapped_column(String(20), default="")  # the code that needs a person; empty: none
    changed_at: Mapped[Moment]
