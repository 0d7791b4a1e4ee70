"""The enumerator's day and doors, the coordinator's desk, day list and cases."""

from webapp.fieldwork.views import calendars, desk, doors, phone, plans, roster
from webapp.fieldwork.views.blueprint import bp

__all__ = ["bp", "calendars", "desk", "doors", "phone", "plans", "roster"]
