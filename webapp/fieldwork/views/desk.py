"""The coordinator's desk of a sub-district, the printable lists of a day, and cases that wait for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Response, request

from webapp.fieldwork import queries, service
from webapp.fieldwork.views.blueprint import bp
from webapp.households import queries as households
from webapp.households.models import Household
from webapp.households.queries import VillageCoverage
from webapp.places import queries as places
from webapp.places.models import Region
from webapp.shared import access, clock, pages
from webapp.shared.errors import FormExpired, NotFound
from webapp.shared.i18n import _
from webapp.staff import queries as staff
from webapp.visits import queries as visits
from webapp.visits.models import Offer
from webapp.visits.rules import HORIZON_DAYS, WINDOWS, first_bookable

MOST_DOORS = 40  # further doors on a printed list


@bp.get("/coverage/<area_code>")
@access.staff("administrator", "coordinator", "supervisor", "observer")
def desk(area_code: str) -> Response:
    """How far the count is in an area, village by village (a regency: sub-district by sub-district)."""
    access.require_scope(area_code)
    place = places.region(area_code)
    if place is None:
        raise NotFound
    rows = households.coverage(
        access.scope_filter(Region.code) & Region.code.startswith(area_code, autoescape=True)
    )
    today = clock.today()
    days = [today, today + timedelta(days=1)]
    booked = visits.count_bookings(Household.village_code.startswith(area_code, autoescape=True), days)
    me = access.signed_in_staff()
    return pages.page(
        "fieldwork/desk.html", place=place, rows=_lines(place, rows), total=households.total(rows, place.name),
        booked=[booked[day] for day in days], tasks=staff.count_open_tasks(me), me=me,
        late=sum(task.kind.startswith("sms_") for task in staff.overdue_tasks(me)),
        below=_below(place), field=_field(place, [row.village_code for row in rows]),
    )  # fmt: skip


def _field(place: Region, village_codes: Sequence[str]) -> dict[str, Any] | None:
    """What of a sub-district's visits waits, is open and is done, by village and in all. None for a regency."""
    if place.kind != "sub_district":
        return None
    inside = visits.HOUSEHOLD_VILLAGE.startswith(f"{place.code}.", autoescape=True)
    moment = clock.to_wib(clock.now())
    first = first_bookable(moment.date(), moment.hour)
    spare = visits.count_spare(village_codes, first)
    offers = visits.opened(Offer.area_code == place.code, first, first + timedelta(days=HORIZON_DAYS))
    walked, waiting = queries.progress_by_village(place.code), visits.count_wishes(inside)
    return {
        "spare": spare, "walked": walked, "waiting": waiting,
        "all_spare": sum(one.capacity - one.taken for one in offers),
        "all_waiting": sum(waiting.values()), "done": sum(done for done, _left in walked.values()),
        "planned": sum(done + left for done, left in walked.values()), "has_plan": bool(queries.carried(place.code)),
    }  # fmt: skip


def _below(place: Region) -> str:
    return _("kecamatan") if place.kind == "regency" else _("desa")


def _lines(place: Region, rows: Sequence[VillageCoverage]) -> list[tuple[str | None, str, VillageCoverage]]:
    """(address of its own page or None, name, figures)."""
    if place.kind != "regency":
        return [(None, row.village, row) for row in rows]
    groups: dict[str, list[VillageCoverage]] = {}
    for row in rows:
        groups.setdefault(row.village_code.rpartition(".")[0], []).append(row)
    return [
        (f"/coverage/{code}", group[0].sub_district, households.total(group))
        for code, group in sorted(groups.items())
    ]


def _area() -> str:
    mine = access.signed_in_staff().areas
    area = request.args.get("area") or next((code for code in mine if code.count(".") == 2), "")
    area = area or places.sub_districts()[0].code
    access.require_scope(area)
    return area


@bp.get("/fieldwork/day-list")
@access.staff("coordinator", "administrator", "supervisor")
def day_list() -> Response:
    """The visits of a day for each enumerator, to be printed: A4, black and white, masked names, no numbers."""
    area = _area()
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        day = clock.today()
    doors = min(MOST_DOORS, max(0, request.args.get("doors", 0, type=int)))
    inside = Household.village_code.startswith(f"{area}.", autoescape=True)
    lists = service.day_lists(area, inside, day, doors)
    week = [clock.today() + timedelta(days=n) for n in range(8)]
    booked = [(one, n) for one, n in visits.count_bookings(inside, week).items() if n and one != day]
    return pages.page("fieldwork/day_list.html", lists=lists, day=day, area=area, place=places.region(area),
                      doors=doors, windows=WINDOWS, total=sum(len(one.lines) for one in lists), booked=booked,
                      before=day - timedelta(days=1), after=day + timedelta(days=1))  # fmt: skip


@bp.get("/fieldwork/cases/<uuid:subject_id>")
@access.staff("coordinator", "administrator", "supervisor")
def case(subject_id: UUID) -> Response:
    """What is known of a family that waits for a decision; opening it is on record."""
    found = service.read_case(subject_id)
    officers = staff.enumerators_of(found.door.card.village_code)
    return pages.page(
        "fieldwork/case.html", found=found, village=places.village_label(found.door.card.village_code),
        officers=officers, outcomes=service.outcomes(), windows=WINDOWS, late=service.reports_of(subject_id),
        areas=[(code, _first_registered(code)) for code in found.nik_areas],
    )  # fmt: skip


def _first_registered(digits: str) -> str:
    """The place that the first six digits of a NIK name, where it is one of ours."""
    found = places.region(f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}")
    return found.name if found else ""


@bp.post("/fieldwork/cases/<uuid:subject_id>/assign")
@access.staff("coordinator", "administrator")
def assign(subject_id: UUID) -> Response:
    """Give the family's visit to an enumerator."""
    found = service.read_case(subject_id)  # scope
    if not access.csrf_ok():
        raise FormExpired
    try:
        enumerator_id = UUID(request.form.get("enumerator", ""))
    except ValueError:
        enumerator_id = UUID(int=0)
    service.assign(found.door.card.id, enumerator_id)
    return pages.go("fieldwork.case", subject_id=subject_id)
