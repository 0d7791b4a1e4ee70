"""A case on the coordinator's desk: what is known of a family that waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from webapp.enumeration import queries as enumeration
from webapp.fieldwork import queries
from webapp.fieldwork.models import Stop
from webapp.fieldwork.service.lists import DoorView, read_door
from webapp.households import service as households
from webapp.staff import service as tasks

UNMATCHED = "unmatched"
MATCHING_PAGE = "enumeration.matching"


@dataclass(frozen=True, slots=True)
class Case:
    """A family with everything that a coordinator may know: no answers."""

    door: DoorView
    stop: Stop | None
    receipt: str | None
    facts: list[Any]
    nik_areas: list[str]


def on_unmatched(household_id: UUID, village_code: str, **_facts: Any) -> None:
    """A family that the register lacks has begun: somebody has to find out who it is."""
    tasks.open_task(UNMATCHED, village_code, household_id, MATCHING_PAGE)


def read_case(household_id: UUID) -> Case:
    """The case, opened and put on record. Raises UnknownHousehold, Forbidden."""
    door = read_door(household_id, "case")
    first_digits = [person.nik[:6] for person in households.roster(household_id) if person.nik]
    return Case(door, queries.planned_stop(household_id), enumeration.receipt_of(household_id),
                enumeration.facts_of(household_id), sorted(set(first_digits)))  # fmt: skip
