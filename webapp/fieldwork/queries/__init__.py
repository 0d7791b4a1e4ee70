"""Reads of field work."""

from webapp.fieldwork.queries.attempts import Attempt, attempts_of, latest_attempts
from webapp.fieldwork.queries.crew import absences, announced_doors, frozen_days, rosters
from webapp.fieldwork.queries.doors import DoorRow, Place, count_uncounted, doors_left, place_of
from webapp.fieldwork.queries.planning import DoorFacts, blocked, doors_to_plan, facts_of, families, ground
from webapp.fieldwork.queries.plans import (
    VisitRow,
    notices,
    plan_visits,
    plans_of,
    published_plan,
    published_visits,
    sls_labels,
)
from webapp.fieldwork.queries.stops import (
    StopRow,
    begins_of,
    load_of,
    planned_stop,
    progress_by_village,
    stops,
)
from webapp.fieldwork.queries.walks import Carried, carried, door_of, walked

__all__ = [
    "Attempt",
    "Carried",
    "DoorFacts",
    "DoorRow",
    "Place",
    "StopRow",
    "VisitRow",
    "absences",
    "announced_doors",
    "attempts_of",
    "begins_of",
    "blocked",
    "carried",
    "count_uncounted",
    "door_of",
    "doors_left",
    "doors_to_plan",
    "facts_of",
    "families",
    "frozen_days",
    "ground",
    "latest_attempts",
    "load_of",
    "notices",
    "place_of",
    "plan_visits",
    "planned_stop",
    "plans_of",
    "progress_by_village",
    "published_plan",
    "published_visits",
    "rosters",
    "sls_labels",
    "stops",
    "walked",
]
