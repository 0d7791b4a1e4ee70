"""Reads of field work."""

from webapp.fieldwork.queries.attempts import Attempt, attempts_of, latest_attempts
from webapp.fieldwork.queries.doors import DoorRow, Place, count_uncounted, doors_left, place_of
from webapp.fieldwork.queries.stops import StopRow, load_of, planned_stop, stops

__all__ = [
    "Attempt",
    "DoorRow",
    "Place",
    "StopRow",
    "attempts_of",
    "count_uncounted",
    "doors_left",
    "latest_attempts",
    "load_of",
    "place_of",
    "planned_stop",
    "stops",
]
