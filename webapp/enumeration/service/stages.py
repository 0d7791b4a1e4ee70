"""The doors of the census: which are open, and changing when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from webapp.enumeration.models import StageDoor
from webapp.enumeration.rules import stages as rules
from webapp.enumeration.rules.keeping import DoorClosedAskVisit
from webapp.enumeration.rules.refusals import DoorClosed
from webapp.shared import audit, clock
from webapp.shared.db import db, transaction, upsert
from webapp.shared.i18n import N_, format_date, gettext
from webapp.shared.quick import Quick

# What a closed door says; each names the next way on.
_WORDS = {
    rules.WEB: N_("Anda dapat mengisi sendiri di halaman awal mulai %(day)s."),
    rules.SMS_BOOKING: N_("Anda dapat memesan kunjungan lewat SMS mulai %(day)s."),
    rules.WISH: N_("Anda dapat meminta kunjungan petugas mulai %(day)s."),
    rules.VISITS: N_("Petugas mengunjungi rumah mulai %(day)s."),
}
_NOW = {
    rules.WEB: N_("Anda dapat mengisi sendiri di halaman awal."),
    rules.SMS_BOOKING: N_("Anda dapat memesan kunjungan lewat SMS."),
    rules.WISH: N_("Anda dapat meminta kunjungan petugas."),
    rules.VISITS: N_("Petugas sedang mengunjungi rumah-rumah."),
}
_doors = Quick(select(StageDoor.door, StageDoor.opens_at, StageDoor.closes_at))
_NONE = N_("Hubungi kantor BPS Kabupaten.")


def doors() -> dict[str, rules.Opening]:
    """From when until when each door is open (UTC)."""
    return {door: rules.Opening(opens_at, closes_at) for door, opens_at, closes_at in _doors.all()}


def stage(at: datetime | None = None) -> str:
    """The stage's name: preparation, online, between, visits or closed."""
    return rules.stage_of(doors(), at or clock.now())


def door_open(door: str, at: datetime | None = None) -> bool:
    """Is this door (web, sms_booking, wish, visits, corrections) open? A door without dates is closed."""
    opening = doors().get(door)
    return opening is not None and opening.is_open(at or clock.now())


def require_open(door: str, opened_at: datetime | None = None) -> None:
    """Raise DoorClosed, which names the next open door. A form opened before the deadline has an hour's grace."""
    found, moment = doors(), clock.now()
    if not rules.lets_in(found.get(door), moment, opened_at):
        raise _closed(found, door, moment)


class Entrance(NamedTuple):
    """What the start page offers today. opens_on: the day on which answering begins, once it lies ahead."""

    is_open: bool  # to begin
    lets_back: bool  # to go on, to look at the receipt, to mend what was sent
    visits: bool  # a visit can be asked for
    opens_on: date | None


def entrance() -> Entrance:
    """Which of the ways in are open now."""
    found, moment = doors(), clock.now()
    web, mending = found.get(rules.WEB), found.get(rules.CORRECTIONS)
    is_open = rules.lets_in(web, moment)
    coming = web is not None and web.opens_at > moment
    return Entrance(
        is_open,
        is_open
        or rules.lets_in(mending, moment)
        or (web is not None and rules.lets_in(web, moment, web.opens_at)),
        any(rules.lets_in(found.get(door), moment) for door in (rules.WISH, rules.SMS_BOOKING)),
        clock.to_wib(web.opens_at).date() if web and coming else None,
    )


def require_entrance() -> None:
    """Raise DoorClosed where nobody can come in, not even to go on or to mend."""
    if not entrance().lets_back:
        raise _closed(doors(), rules.WEB, clock.now())


def _closed(found: dict[str, rules.Opening], door: str, moment: datetime) -> DoorClosed:
    """The refusal with the way on: when this door opens, and what can be done meanwhile."""
    told, other = [], rules.next_open(found, door, moment)
    if door in found and found[door].opens_at > moment and door in _WORDS and other != door:
        told.append(_coming(found, door))
    if other is None:
        told += [] if told else [gettext(_NONE)]
    else:
        told.append(gettext(_NOW[other]) if found[other].is_open(moment) else _coming(found, other))
    by_visit = other in (rules.WISH, rules.SMS_BOOKING) and found[other].is_open(moment)
    return (DoorClosedAskVisit if by_visit else DoorClosed)(opens=" ".join(told))


def _coming(found: dict[str, rules.Opening], door: str) -> str:
    return gettext(_WORDS[door]) % {"day": format_date(clock.to_wib(found[door].opens_at).date())}


def set_stage(door: str, opens_at: datetime, closes_at: datetime, reason: str = "") -> None:
    """Give a door its dates (UTC), and note who did. Raises ValueError for an unknown door or an empty span."""
    if door not in rules.DOORS or closes_at <= opens_at:
        raise ValueError(f"{door}: from {opens_at} until {closes_at}")
    values = {"door": door, "opens_at": opens_at, "closes_at": closes_at}
    with transaction():
        db.session.execute(upsert(StageDoor, values, key=["door"], update=["opens_at", "closes_at"]))
        audit.record("stage set", door, reason, f"{opens_at:%Y-%m-%dT%H:%MZ} {closes_at:%Y-%m-%dT%H:%MZ}")


def ensure_stages(demo: bool) -> None:
    """In the demo, dates around today so that page, text and visit all work; what is set stays as it is."""
    missing = [door for door in rules.DOORS if door not in doors()]
    if not (demo and missing):
        return
    today = clock.today()
    opens, closes = clock.at_wib(today - timedelta(days=14)), clock.end_of_day(today + timedelta(days=45))
    with transaction():
        for door in missing:
            set_stage(door, opens, closes, "demo")
