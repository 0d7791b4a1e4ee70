"""Use-cases of field work: stops that follow bookings, attempts at doors, what is read for them."""

from webapp.fieldwork.service.attempts import Recorded, on_interviewed, record_attempt
from webapp.fieldwork.service.cases import on_unmatched, read_case
from webapp.fieldwork.service.lists import DayList, DoorView, day_lists, read_door, read_today
from webapp.fieldwork.service.outcomes import outcomes
from webapp.fieldwork.service.stops import assign, on_booked, on_cancelled, on_moved, on_submitted

__all__ = [
    "DayList",
    "DoorView",
    "Recorded",
    "assign",
    "day_lists",
    "on_booked",
    "on_cancelled",
    "on_interviewed",
    "on_moved",
    "on_submitted",
    "on_unmatched",
    "outcomes",
    "read_case",
    "read_door",
    "read_today",
    "record_attempt",
]
