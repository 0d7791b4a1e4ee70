"""Who works when; repair when somebody is ill or a road is gone; the evening before."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask import Response, request

from webapp.fieldwork import queries, rules, service
from webapp.fieldwork.forms import AbsenceForm, BlockForm, WeekForm
from webapp.fieldwork.views.blueprint import bp
from webapp.fieldwork.views.plans import own_area, refused
from webapp.places import queries as places
from webapp.shared import access, clock, pages
from webapp.shared.errors import FormExpired, NotFound, Refusal
from webapp.shared.i18n import N_

REASON_WORDS = {"ill": N_("sakit"), "leave": N_("izin"), "training": N_("pelatihan")}
WEEKDAYS = (N_("Sen"), N_("Sel"), N_("Rab"), N_("Kam"), N_("Jum"), N_("Sab"), N_("Min"))


def member_at_hand(member_id: UUID) -> tuple[str, service.Member]:
    """The sub-district at hand, and somebody of it."""
    area = own_area()
    for one in service.crew(area):
        if one.who.id == member_id:
            return area, one
    raise NotFound


@bp.get("/fieldwork/roster")
@access.staff("coordinator", "administrator")
def roster() -> Response:
    """Everybody's week and absences."""
    return _roster_page(own_area())


def _roster_page(area: str, refusal: Refusal | None = None) -> Response:
    today = clock.today()
    return pages.page(
        "fieldwork/roster.html", status=refusal.status if refusal else 200, area=area, place=places.region(area),
        crew=service.crew(area), today_=today, villages=places.villages(area), refusal=refused(refusal),
        reasons=REASON_WORDS, weekdays=WEEKDAYS, plan=queries.published_plan(area),
    )  # fmt: skip


@bp.post("/fieldwork/roster/<uuid:member_id>/week")
@access.staff("coordinator", "administrator")
def week(member_id: UUID) -> Response:
    """Somebody's usual week."""
    (area, member), form = member_at_hand(member_id), WeekForm(request.form)
    try:
        if not form.validate():
            raise rules.WrongRoster
        service.set_week(
            member.who.id, "".join(form.weekdays.data or ()), form.minutes(form.starts), form.minutes(form.ends),
            home_village=form.home_in(area), languages=form.languages.data or "",
            experienced=bool(form.experienced.data), phone=form.e164,
        )  # fmt: skip
    except rules.WrongRoster as refusal:
        return _roster_page(area, refusal)
    return pages.go("fieldwork.roster", area=area)


@bp.post("/fieldwork/roster/<uuid:member_id>/absence")
@access.staff("coordinator", "administrator")
def absence(member_id: UUID) -> Response:
    """Somebody is away; where a plan is carried out, her visits are given to others in the same action."""
    (area, member), form = member_at_hand(member_id), AbsenceForm(request.form)
    try:
        if not form.validate() or form.first.data is None or form.last.data is None:
            raise rules.WrongRoster
        first, last, by = form.first.data, form.last.data, access.signed_in_staff().id
        if queries.published_plan(area) is None or form.reason.data != "ill":
            service.add_absence(member.who.id, first, last, form.reason.data or "")
            return pages.go(
                "fieldwork.mend" if queries.published_plan(area) else "fieldwork.roster", area=area
            )
        done = service.fall_ill(area, member.who.id, first, last, by)
    except rules.WrongRoster as refusal:
        return _roster_page(area, refusal)
    return pages.page("fieldwork/mended.html", area=area, done=done, place=places.region(area))


@bp.post("/fieldwork/roster/<uuid:member_id>/back")
@access.staff("coordinator", "administrator")
def back(member_id: UUID) -> Response:
    """Somebody is back before the time."""
    area, member = member_at_hand(member_id)
    if not access.csrf_ok():
        raise FormExpired
    chosen = request.form.get("absence", "")
    for one in member.absences:
        if str(one.id) == chosen:
            service.end_absence(one.id, member_id)
    return pages.go("fieldwork.roster", area=area)


@bp.get("/fieldwork/mend")
@access.staff("coordinator", "administrator")
def mend() -> Response:
    """What repairing the published plan would do now, in numbers."""
    return _mend_page(own_area())


def _mend_page(area: str, refusal: Refusal | None = None) -> Response:
    found = service.try_mend(area) if queries.published_plan(area) else None
    sls = places.sls_of([one.code for one in places.villages(area)])
    names = {one.code: one.name for one in places.villages(area)}
    return pages.page("fieldwork/mend.html", status=refusal.status if refusal else 200, area=area, found=found,
                      place=places.region(area), sls=sls, names=names, refusal=refused(refusal))  # fmt: skip


@bp.post("/fieldwork/mend")
@access.staff("coordinator", "administrator")
def mend_post() -> Response:
    """Do it; with a neighbourhood that cannot be reached, that is noted first."""
    area, form = own_area(), BlockForm(request.form)
    try:
        if not form.validate():
            raise rules.WrongRoster
        if form.sls.data:
            inside = {str(one.id) for one in places.sls_of([one.code for one in places.villages(area)])}
            if form.sls.data not in inside or form.first.data is None or form.last.data is None:
                raise rules.WrongRoster
            service.block_sls(UUID(form.sls.data), form.first.data, form.last.data)
        done = service.mend(area, access.signed_in_staff().id)
    except (rules.WrongRoster, rules.NothingPlanned) as refusal:
        return _mend_page(area, refusal)
    return pages.page("fieldwork/mended.html", area=area, done=done, place=places.region(area))


@bp.get("/fieldwork/evening")
@access.staff("coordinator", "administrator", "supervisor")
def evening() -> Response:
    """The evening before: what is not well with tomorrow, each with its fix."""
    area = own_area()
    tomorrow = clock.today() + timedelta(days=1)
    return pages.page("fieldwork/evening.html", area=area, place=places.region(area), day=tomorrow,
                      found=service.look_ahead(area, tomorrow))  # fmt: skip


@bp.post("/fieldwork/evening")
@access.staff("coordinator", "administrator")
def announce() -> Response:
    """Tell everybody tomorrow's list; from now on that day is changed for need only."""
    area = own_area()
    if not access.csrf_ok():
        raise FormExpired
    service.freeze_day(area, _tomorrow())
    return pages.go("fieldwork.evening", area=area)


def _tomorrow() -> date:
    return clock.today() + timedelta(days=1)
