"""Tables of field work."""

from webapp.fieldwork.models.doors import ContactAttempt, Stop
from webapp.fieldwork.models.news import VisitNews
from webapp.fieldwork.models.plans import Plan, PlanNotice, PlanVisit
from webapp.fieldwork.models.reports import PhoneReport
from webapp.fieldwork.models.roster import Absence, BlockedSls, FrozenDay, Roster

__all__ = [
    "Absence",
    "BlockedSls",
    "ContactAttempt",
    "FrozenDay",
    "PhoneReport",
    "Plan",
    "PlanNotice",
    "PlanVisit",
    "Roster",
    "Stop",
    "VisitNews",
]
