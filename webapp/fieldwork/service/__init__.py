"""Use-cases of field work: stops that follow bookings, attempts at doors, what is read for them."""

from webapp.fieldwork.service.adjusting import Consequences, move, try_move
from webapp.fieldwork.service.attempts import Recorded, on_interviewed, record_attempt
from webapp.fieldwork.service.board import lay_out
from webapp.fieldwork.service.calendars import close_calendar, open_calendar, read_calendar
from webapp.fieldwork.service.cases import on_unmatched, read_case
from webapp.fieldwork.service.evening import Ahead, look_ahead
from webapp.fieldwork.service.leaving import on_staff_disabled
from webapp.fieldwork.service.lists import DayList, DoorView, day_lists, read_door, read_today
from webapp.fieldwork.service.mending import Mended, fall_ill, mend, try_mend
from webapp.fieldwork.service.news import news_told, tell_family
from webapp.fieldwork.service.offering import on_offers_wanted, on_plan_published
from webapp.fieldwork.service.outcomes import outcomes
from webapp.fieldwork.service.phone import PhoneList, read_phone_list, try_again
from webapp.fieldwork.service.planning import days_of, make_plan, plan_of, run_plan
from webapp.fieldwork.service.publishing import freeze_day, is_frozen, publish, see_lists
from webapp.fieldwork.service.reports import open_report, reports_of, reports_to_see, take_report
from webapp.fieldwork.service.roster import (
    Member,
    add_absence,
    block_sls,
    crew,
    end_absence,
    set_week,
)
from webapp.fieldwork.service.stops import assign, on_booked, on_cancelled, on_moved, on_submitted

__all__ = [
    "Ahead",
    "Consequences",
    "DayList",
    "DoorView",
    "Member",
    "Mended",
    "PhoneList",
    "Recorded",
    "add_absence",
    "assign",
    "block_sls",
    "close_calendar",
    "crew",
    "day_lists",
    "days_of",
    "end_absence",
    "fall_ill",
    "freeze_day",
    "is_frozen",
    "lay_out",
    "look_ahead",
    "make_plan",
    "mend",
    "move",
    "news_told",
    "on_booked",
    "on_cancelled",
    "on_interviewed",
    "on_moved",
    "on_offers_wanted",
    "on_plan_published",
    "on_staff_disabled",
    "on_submitted",
    "on_unmatched",
    "open_calendar",
    "open_report",
    "outcomes",
    "plan_of",
    "publish",
    "read_calendar",
    "read_case",
    "read_door",
    "read_phone_list",
    "read_today",
    "record_attempt",
    "reports_of",
    "reports_to_see",
    "run_plan",
    "see_lists",
    "set_week",
    "take_report",
    "tell_family",
    "try_again",
    "try_mend",
    "try_move",
]
