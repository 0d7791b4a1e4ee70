"""Tables of the register: households, their persons, the log of each case, letters without a family.

Who somebody is lies sealed (docs/adr/0003): NIK, KK, name, birth date, sex, relationship, phone, address. Village,
neighbourhood, dwelling point, state and letter number are plain, because lists and letters are made from them.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.households import rules
from webapp.shared.db import Model, Moment, PrimaryId, UtcDateTime

NO_SLS = UUID(int=0)  # in counts, whose key cannot hold NULL: the household's neighbourhood is not known


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class Household(Model):
    """A family (KK) that is expected, or that has recorded itself. Its state changes by record_event() only."""

    __tablename__ = "households"
    __table_args__ = (
        _one_of("state", rules.STATES),
        _one_of("origin", rules.ORIGINS),
        Index(
            "uq_households_registered_kk",
            "kk_index",
            unique=True,
            sqlite_where=text("origin = 'register'"),
            postgresql_where=text("origin = 'register'"),
        ),
        Index("ix_households_village_code_state", "village_code", "state"),
        Index(
            "ix_households_village_code_sls_id", "village_code", "sls_id", "id"
        ),  # doors in the order of walking
    )

    id: Mapped[PrimaryId]
    village_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    sls_id: Mapped[UUID | None] = mapped_column(ForeignKey("sls.id"))
    state: Mapped[str] = mapped_column(String(10))
    state_channel: Mapped[str] = mapped_column(
        String(10)
    )  # by which channel and on which day (WIB) the state
    state_day: Mapped[date]  # was reached: with these the counts can be recounted from the households
    origin: Mapped[str] = mapped_column(String(10))
    letter_number: Mapped[str] = mapped_column(String(10), unique=True)
    kk_index: Mapped[bytes] = mapped_column(LargeBinary(17), index=True)
    kk_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(17), index=True)
    snapshot_date: Mapped[date | None] = mapped_column(index=True)  # of the register; the start page shows it
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Person(Model):
    """A member as the register has them: {nik, name, sex, birth_date, relationship} sealed as one JSON object."""

    __tablename__ = "persons"

    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    position: Mapped[int]
    nik_index: Mapped[bytes | None] = mapped_column(LargeBinary(17), index=True)
    pair_index: Mapped[bytes | None] = mapped_column(
        LargeBinary(17), unique=True
    )  # NIK and KK joined: sign-in
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class HouseholdEvent(Model):
    """The log of a case, never changed: what happened, when, by which channel, by whom (staff id, never a name)."""

    __tablename__ = "household_events"

    id: Mapped[PrimaryId]
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[Moment]
    channel: Mapped[str] = mapped_column(String(10))
    by: Mapped[str | None] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(80), default="")


class BlankLetter(Model):
    """A letter that was printed with a number and without a family; bound at the door to the family that gets it."""

    __tablename__ = "blank_letters"

    number: Mapped[str] = mapped_column(String(10), primary_key=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    printed_at: Mapped[Moment]
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("households.id"))
    bound_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    bound_by: Mapped[str | None] = mapped_column(String(40))
