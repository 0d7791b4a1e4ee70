"""Reads of field work."""

from webapp.fieldwork.queries.doors import (
    Attempt,
    DoorRow,
    attempts_of,
    count_doors,
    doors_left,
    latest_attempts,
    point,
)
from webapp.fieldwork.queries.stops import StopRow, load_of, planned_stop, stops

__all__ = [
    "Attempt",
    "DoorRow",
    "StopRow",
    "attempts_of",
    "count_doors",
    "doors_left",
    "latest_attempts",
    "load_of",
    "planned_stop",
    "point",
    "stops",
]
