"""The doors that are left, and where they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select

from webapp.fieldwork import rules
from webapp.fieldwork.models import ContactAttempt, Stop
from webapp.households import rules as household_rules
from webapp.households.models import Household
from webapp.places.models import Region, Sls
from webapp.shared import clock
from webapp.shared.db import db

_at_door = ContactAttempt.household_id == Household.id
_begun_alone = and_(Household.state == household_rules.BEGUN, Household.state_channel != "visit")


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A door still to be knocked at; its name and address are sealed elsewhere."""

    household_id: UUID
    village_code: str
    village: str
    rt: str
    rw: str
    state: str
    letter_number: str
    begun_alone: bool
    attempts: int


def doors_left(
    village_codes: Iterable[str],
    counting: Collection[str],
    ending: Collection[str],
    limit: int,
    offset: int = 0,
) -> list[DoorRow]:
    """Doors to be tried today: first those who have answered in part, then village by village and RT by RT.

    Left out: counted, ended, spent, tried today, and the appointments. Each village is read along an index until
    there are enough, so that the cost is that of the page and not of the register.
    """
    found: list[DoorRow] = []
    in_part = Household.state == household_rules.PARTIAL
    villages = list(village_codes)
    for which, village_code in ((which, code) for which in (in_part, ~in_part) for code in villages):
        wanted = offset + limit - len(found)
        if wanted <= 0:
            break
        found += _doors_of(village_code, [which, *_is_left(_tried(counting), ending)], counting, wanted)
    return found[offset:]


def _doors_of(
    village_code: str, which: list[ColumnElement[bool]], counting: Collection[str], limit: int
) -> list[DoorRow]:
    tried = _tried(counting)
    rows = db.session.execute(
        select(
            Household.id, Household.village_code, Region.name, func.coalesce(Sls.rt, ""), func.coalesce(Sls.rw, ""),
            Household.state, Household.letter_number, _begun_alone, tried,
        )
        .join(Region, Region.code == Household.village_code)
        .outerjoin(Sls, Sls.id == Household.sls_id)
        .where(Household.village_code == village_code, *which)
        .order_by(Household.sls_id, Household.id)
        .limit(limit)
    )  # fmt: skip
    return [DoorRow(*tuple(row)) for row in rows]


def count_uncounted(village_codes: Iterable[str], most: int) -> int:
    """How many families of these villages are not recorded yet; counted up to `most` only."""
    some = select(Household.id).where(
        Household.village_code.in_(list(village_codes)), Household.state.in_(household_rules.UNCOUNTED)
    )
    return db.session.execute(select(func.count()).select_from(some.limit(most).subquery())).scalar_one()


def _tried(counting: Collection[str]) -> Any:
    counted = select(func.count()).where(_at_door, ContactAttempt.outcome.in_(counting))
    return counted.correlate(Household).scalar_subquery()


def _is_left(tried: Any, ending: Collection[str]) -> list[ColumnElement[bool]]:
    today = clock.at_wib(clock.today())
    over = exists().where(_at_door, ContactAttempt.outcome.in_(ending) | (ContactAttempt.at >= today))
    booked = exists().where(
        Stop.household_id == Household.id, Stop.state == rules.PLANNED, Stop.day >= clock.today()
    )
    return [
        Household.state.in_(household_rules.UNCOUNTED),
        tried < rules.MOST_ATTEMPTS,
        ~over.correlate(Household),
        ~booked.correlate(Household),
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a door is: its own point, else its neighbourhood's; and whether the family began to answer by itself."""

    latitude: float | None
    longitude: float | None
    is_exact: bool
    begun_alone: bool


def place_of(household_id: UUID) -> Place:
    """What is plain about a door."""
    row = db.session.execute(
        select(Household.latitude, Household.longitude, Sls.latitude, Sls.longitude, _begun_alone)
        .outerjoin(Sls, Sls.id == Household.sls_id)
        .where(Household.id == household_id)
    ).one()
    exact = row[0] is not None and row[1] is not None
    latitude, longitude = (row[0], row[1]) if exact else (row[2], row[3])
    return Place(latitude, longitude, exact, bool(row[4]))
