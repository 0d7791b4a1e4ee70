"""Reads of places: regions by code, villages by what people type, neighbourhoods, holidays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from webapp.places import rules
from webapp.places.models import Holiday, Region, Sls
from webapp.shared.db import db

FEAST_AFTER_FASTING = "Hari Raya Idul Fitri"


def region(code: str) -> Region | None:
    """A place of any kind."""
    return db.session.get(Region, code)


def regency() -> Region | None:
    """The one that this office counts."""
    return db.session.scalar(
        select(Region).where(Region.kind == rules.REGENCY).order_by(Region.code).limit(1)
    )


def village(code: str) -> Region | None:
    """A village (desa or kelurahan), None for any other code."""
    found = region(code)
    return found if found is not None and found.kind in rules.VILLAGE_KINDS else None


def villages(sub_district_code: str) -> list[Region]:
    """The villages of a sub-district, by name."""
    of_sub_district = select(Region).where(
        Region.parent == sub_district_code, Region.kind.in_(rules.VILLAGE_KINDS)
    )
    return list(db.session.scalars(of_sub_district.order_by(Region.name, Region.code)))


def sub_districts() -> list[Region]:
    """All sub-districts, by code."""
    return list(
        db.session.scalars(select(Region).where(Region.kind == rules.SUB_DISTRICT).order_by(Region.code))
    )


def village_names() -> list[rules.VillageName]:
    """Every village with its sub-district, by code."""
    around = aliased(Region)
    named = (
        select(Region.code, Region.name, around.name)
        .join(around, around.code == Region.parent)
        .where(Region.kind.in_(rules.VILLAGE_KINDS))
        .order_by(Region.code)
    )
    return [
        rules.VillageName(code, name, sub_district) for code, name, sub_district in db.session.execute(named)
    ]


def village_label(code: str) -> str:
    """'Sumberejo, Kec. Randublatung'; the code itself when there is no such village."""
    around = aliased(Region)
    named = (
        select(Region.name, around.name)
        .join(around, around.code == Region.parent)
        .where(Region.code == code, Region.kind.in_(rules.VILLAGE_KINDS))
    )
    found = db.session.execute(named).one_or_none()
    return rules.VillageName(code, found[0], found[1]).label if found else code


def find_villages(text: str, limit: int = 10) -> list[rules.VillageName]:
    """The villages that a typed name may mean, best first."""
    return rules.find(text, village_names(), limit)


def sls(sls_id: UUID) -> Sls | None:
    """A neighbourhood."""
    return db.session.get(Sls, sls_id)


def sls_of(village_codes: Iterable[str]) -> list[Sls]:
    """The neighbourhoods of villages, in the order of village, RW and RT."""
    inside = select(Sls).where(Sls.village_code.in_(list(village_codes)))
    return list(db.session.scalars(inside.order_by(Sls.village_code, Sls.rw, Sls.rt)))


def find_sls(village_code: str, rt: str, rw: str = "") -> Sls | None:
    """The neighbourhood with this RT; without an RW, the only one of that RT in the village or None."""
    same_rt = [one for one in sls_of([village_code]) if one.rt == rt]
    exact = [one for one in same_rt if one.rw == rw]
    if exact:
        return exact[0]
    return same_rt[0] if not rw and len(same_rt) == 1 else None


def holidays(first: date, last: date) -> dict[date, Holiday]:
    """The public holidays from first to last, both included."""
    found = db.session.scalars(select(Holiday).where(Holiday.day.between(first, last)).order_by(Holiday.day))
    return {holiday.day: holiday for holiday in found}


def fasting_days(first: date, last: date) -> set[date]:
    """The days of Ramadan among these: the thirty before each 1 Syawal of the calendar (an estimate, as that is)."""
    month = timedelta(days=30)
    feasts = [
        day for day, one in holidays(first, last + month).items() if one.name.startswith(FEAST_AFTER_FASTING)
    ]
    starts = {day for day in feasts if day - timedelta(days=1) not in feasts}
    return {
        day - timedelta(days=n)
        for day in starts
        for n in range(1, 31)
        if first <= day - timedelta(days=n) <= last
    }
