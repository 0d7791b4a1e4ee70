"""Stages of the census as data: each door has its own from and until, and the stage's name follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

WEB, SMS_BOOKING, WISH, VISITS, CORRECTIONS = "web", "sms_booking", "wish", "visits", "corrections"
DOORS = (WEB, SMS_BOOKING, WISH, VISITS, CORRECTIONS)
STAGES = ("preparation", "online", "between", "visits", "closed")
GRACE = timedelta(hours=1)  # for forms that were opened before the deadline


class Opening(NamedTuple):
    """From when until when (UTC, both included) a door is open."""

    opens_at: datetime
    closes_at: datetime

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at <= self.closes_at


def door_of(channel: str, *, mends: bool) -> str:
    """Return the door by which a draft is sent."""
    if mends:
        return CORRECTIONS
    return VISITS if channel == "visit" else WEB


def lets_in(opening: Opening | None, at: datetime, opened_at: datetime | None = None) -> bool:
    """Is this door open, or was the form opened before it closed, less than an hour ago?"""
    if opening is None:
        return False
    late = opened_at is not None and opened_at <= opening.closes_at
    return opening.opens_at <= at <= opening.closes_at + (GRACE if late else timedelta())


def stage_of(doors: Mapping[str, Opening], at: datetime) -> str:
    """Return the stage's name. Visits outrank the web, which may stay open beside them."""
    web, visits = doors.get(WEB), doors.get(VISITS)
    if visits and visits.is_open(at):
        return "visits"
    if web and web.is_open(at):
        return "online"
    both = [door for door in (web, visits) if door]
    if not both or all(at < door.opens_at for door in both):
        return "preparation"
    return "between" if any(at < door.opens_at for door in both) else "closed"


def next_open(doors: Mapping[str, Opening], wanted: str, at: datetime) -> str | None:
    """Return the door to name when `wanted` is closed: one that is open now, else the one that opens first."""
    others = [door for door in (WEB, WISH, SMS_BOOKING, VISITS) if door != wanted and door in doors]
    is_open = [door for door in others if doors[door].is_open(at)]
    if is_open:
        return is_open[0]
    coming = [door for door in doors if doors[door].opens_at > at and door != CORRECTIONS]
    return min(coming, key=lambda door: doors[door].opens_at, default=None)
