"""Whom a campaign reaches: families of an audience and their phones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, union

from sms.models import Binding, Phone
from webapp.households.models import Household
from webapp.shared import clock
from webapp.shared.db import db
from webapp.visits.models import Booking, Offer

HEAD, REGISTER = "head", "register"
HOW_OF = {"text": ("letter", "pair"), "page": ("page",), "spoken": ("spoken",), REGISTER: ("invited",)}


@dataclass(frozen=True, slots=True)
class Audience:
    """Places (codes of any level), states, where the number comes from, languages; `visit_on`: booked for that day."""

    areas: tuple[str, ...]
    states: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    visit_on: date | None = field(default=None)

    @property
    def hows(self) -> list[str]:
        return [how for source in self.sources for how in HOW_OF.get(source, ())]


def families(audience: Audience) -> ColumnElement[bool]:
    """The condition on Household."""
    code = Household.village_code
    inside = or_(
        *(or_(code == area, code.startswith(f"{area}.", autoescape=True)) for area in audience.areas)
    )
    if audience.visit_on is not None:
        booked = select(Booking.id).join(Offer, Offer.id == Booking.offer_id).where(
            Booking.household_id == Household.id, Booking.state == "booked", Offer.day == audience.visit_on
        )  # fmt: skip
        return and_(inside, exists(booked))
    return and_(inside, Household.state.in_(audience.states))


def count(audience: Audience) -> int:
    """How many phones, each once; those that opted out or are dead are left out."""
    known = Phone.language.in_(audience.languages), Phone.opted_out_at.is_(None), Phone.flagged.is_(None)
    bound = (
        select(Phone.phone_index)
        .join(Binding, Binding.phone_id == Phone.id)
        .join(Household, Household.id == Binding.household_id)
        .where(families(audience), Binding.how.in_(audience.hows), *known)
    )
    if REGISTER not in audience.sources:
        return db.session.scalar(select(func.count()).select_from(union(bound).subquery())) or 0
    strangers = Phone.id.is_(None) if "id" in audience.languages else Phone.id.is_not(None)
    registered = (
        select(Household.phone_index)
        .outerjoin(Phone, Phone.phone_index == Household.phone_index)
        .where(
            families(audience),
            Household.phone_index.is_not(None),
            ~_has_own_phone(),
            or_(strangers, and_(*known)),
        )
    )
    return db.session.scalar(select(func.count()).select_from(union(bound, registered).subquery())) or 0


def _has_own_phone() -> ColumnElement[bool]:
    return exists(select(Binding.id).where(Binding.household_id == Household.id, Binding.how != HEAD))


def next_families(audience: Audience, after: str, limit: int) -> Sequence[UUID]:
    """The next families of an audience, in the order of their ids."""
    wanted = [families(audience)]
    if after:
        wanted.append(Household.id > UUID(after))
    return db.session.scalars(select(Household.id).where(*wanted).order_by(Household.id).limit(limit)).all()


def phones_of(audience: Audience, household_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The bound phones of families that belong to an audience; [] for a family whose phones do not."""
    rows = db.session.execute(
        select(Binding.household_id, Phone.id, Binding.how, Phone.language)
        .join(Phone, Phone.id == Binding.phone_id)
        .where(Binding.household_id.in_(household_ids), Binding.how != HEAD)
    )
    found: dict[UUID, list[UUID]] = {}
    for household_id, phone_id, how, language in rows:
        mine = found.setdefault(household_id, [])
        if how in audience.hows and language in audience.languages:
            mine.append(phone_id)
    return found


def tomorrow() -> date:
    """The day whose visits are reminded of today."""
    return date.fromordinal(clock.today().toordinal() + 1)


def of(stored: dict[str, Any], visit_on: date | None = None) -> Audience:
    """As a campaign keeps it."""
    return Audience(tuple(stored["areas"]), tuple(stored["states"]), tuple(stored["sources"]),
                    tuple(stored["languages"]), visit_on)  # fmt: skip
