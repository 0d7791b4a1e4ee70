"""The roster: usual weeks, absences, neighbourhoods that cannot be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete

from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import Absence, BlockedSls, Roster
from webapp.fieldwork.rules import hours
from webapp.fieldwork.rules.planning import Person, Shift
from webapp.places import queries as places
from webapp.places.rules import is_inside
from webapp.shared import audit, clock, sealing
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, new_id, transaction, upsert
from webapp.staff import queries as staff

REASONS = ("ill", "leave", "training")
LONGEST_AWAY = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Member:
    """An enumerator as the roster page shows her."""

    who: StaffIdentity
    week: hours.Week
    absences: tuple[Absence, ...]
    home_village: str | None
    languages: str
    experienced: bool
    phone_tail: str
    has_calendar: bool = False

    def works(self, day: date) -> bool:
        return self.week.works(day)


def crew(area_code: str) -> list[Member]:
    """The enumerators of an area with their weeks; whoever has none works the usual one."""
    people = staff.enumerators_of(area_code)
    ids = [one.id for one in people]
    rows, away = queries.rosters(ids), queries.absences(ids, clock.today() - timedelta(days=1))
    found = []
    for one in people:
        row, mine = rows.get(one.id), tuple(a for a in away if a.account_id == one.id)
        spans = tuple((a.first, a.last) for a in mine)
        week = hours.Week(row.weekdays, row.starts, row.ends, spans) if row else hours.Week(away=spans)
        found.append(Member(one, week, mine, row.home_village if row else None, row.languages if row else "",
                            bool(row and row.experienced), (phone_of(row) or "")[-4:] if row else "",
                            bool(row and row.feed_key)))  # fmt: skip
    return found


def phone_of(row: Roster | None) -> str | None:
    """The number that an enumerator is told at."""
    if row is None or row.phone_sealed is None:
        return None
    return sealing.unseal("roster", row.account_id, "phone", row.phone_sealed).decode()


def set_week(
    account_id: UUID, weekdays: str, starts: int, ends: int, *, home_village: str | None = None, languages: str = "",
    experienced: bool = False, phone: str | None = None,
) -> None:  # fmt: skip
    """An enumerator's usual week. phone: E.164, None leaves the one that is known. Raises WrongRoster."""
    kept = "".join(sorted(set(weekdays) & set("0123456")))
    if not kept or not 0 <= starts < ends <= 24 * 60:
        raise rules.WrongRoster
    values = {"account_id": account_id, "weekdays": kept, "starts": starts, "ends": ends, "languages": languages[:60],
              "home_village": home_village or None, "experienced": experienced}  # fmt: skip
    changed = [name for name in values if name != "account_id"]
    if phone:
        values["phone_sealed"] = sealing.seal("roster", account_id, "phone", phone.encode())
        changed.append("phone_sealed")
    with transaction():
        db.session.execute(upsert(Roster, values, key=["account_id"], update=changed))
        audit.record("roster changed", str(account_id))


def add_absence(account_id: UUID, first: date, last: date, reason: str) -> None:
    """Somebody is away; absences may overlap, which changes nothing. Raises WrongRoster."""
    if last < first or last - first > LONGEST_AWAY or reason not in REASONS:
        raise rules.WrongRoster
    with transaction():
        db.session.add(Absence(id=new_id(), account_id=account_id, first=first, last=last, reason=reason,
                               made_at=clock.now()))  # fmt: skip
        audit.record("absence noted", str(account_id), detail=f"{first} {last} {reason}")


def end_absence(absence_id: UUID, account_id: UUID) -> None:
    """Somebody is back."""
    with transaction():
        db.session.execute(delete(Absence).where(Absence.id == absence_id, Absence.account_id == account_id))
        audit.record("absence ended", str(account_id))


def block_sls(sls_id: UUID, first: date, last: date) -> None:
    """A neighbourhood cannot be reached on these days. Raises WrongRoster."""
    if last < first or last - first > LONGEST_AWAY:
        raise rules.WrongRoster
    with transaction():
        db.session.add(BlockedSls(id=new_id(), sls_id=sls_id, first=first, last=last, made_at=clock.now()))
        audit.record("neighbourhood blocked", str(sls_id), detail=f"{first} {last}")


def people(members: Sequence[Member], area_code: str, days: Sequence[date]) -> list[Person]:
    """The members as a plan sees them: their villages of this area, their working times on these days."""
    villages = [one.code for one in places.villages(area_code)]
    free, fasting = places.holidays(days[0], days[-1]), places.fasting_days(days[0], days[-1])
    return [
        Person(str(one.who.id), frozenset(v for v in villages if any(is_inside(v, a) for a in one.who.areas)),
               one.home_village or "", hours.shifts(one.week, days, free, fasting))
        for one in members
    ]  # fmt: skip


def shifts_on(member: Member, day: date) -> tuple[Shift, ...]:
    """Her working times on one day."""
    return hours.shifts(member.week, [day], places.holidays(day, day), places.fasting_days(day, day))
