"""The coordinator's plans: choose, press, see, change, publish, mend. Plain pages, also on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from flask import Response, request

from webapp.fieldwork import queries, rules, service
from webapp.fieldwork.forms import MoveForm, PlanForm
from webapp.fieldwork.models import Plan
from webapp.fieldwork.views.blueprint import bp
from webapp.places import queries as places
from webapp.shared import access, clock, jobs, pages
from webapp.shared.db import db
from webapp.shared.errors import FormExpired, NotFound, Refusal
from webapp.shared.i18n import N_, gettext
from webapp.staff import queries as staff

DAYS_AHEAD, WAITING_S = 14, 2
LEFT_WORDS = {"no_officer": N_("tidak ada petugas untuk desanya"), "no_hours": N_("tidak ada petugas pada jam itu"),
              "no_time": N_("waktunya tidak cukup pada hari-hari ini"), "window_missed": N_("jam janji tidak terkejar"),
              "blocked": N_("tidak dapat dicapai (banjir atau jalan putus)")}  # fmt: skip
BASIS_WORDS = {"exact": N_("titik rumah dari register"), "asked": N_("titik dari kunjungan sebelumnya"),
               "sls": N_("titik RT"), "village": N_("pusat desa")}  # fmt: skip
TERRAIN_WORDS = {"town": N_("kota"), "plain": N_("dataran"), "hills": N_("perbukitan"), "forest": N_("hutan")}


def own_area() -> str:
    """The sub-district at hand: from the address, else the first of my own; 403 for a foreign one."""
    mine = access.signed_in_staff().areas
    area = request.values.get("area") or next((code for code in mine if code.count(".") == 2), "")
    area = area or places.sub_districts()[0].code
    access.require_scope(area)
    found = places.region(area)
    if found is None or found.kind != "sub_district":
        raise NotFound
    return area


def refused(refusal: Refusal | None) -> str:
    """A refusal in words, with its code."""
    return f"{gettext(refusal.message) % refusal.params} ({refusal.code})" if refusal else ""


def _plan(plan_id: UUID) -> Plan:
    plan = service.plan_of(plan_id)
    access.require_scope(plan.area_code)
    return plan


@bp.get("/fieldwork/plans")
@access.staff("coordinator", "administrator")
def plans() -> Response:
    """Plans of a sub-district, and the form that makes one."""
    return _plans_page(own_area(), PlanForm())


@bp.post("/fieldwork/plans")
@access.staff("coordinator", "administrator")
def plans_post() -> Response:
    """Press plan: a draft and a job."""
    area, form = own_area(), PlanForm(request.form)
    try:
        if not form.validate():
            return _plans_page(area, form, None, 422)
        plan_id = service.make_plan(area, form.chosen_days, form.chosen_people, form.options,
                                    access.signed_in_staff().id)  # fmt: skip
    except rules.NobodyChosen as refusal:
        return _plans_page(area, form, refusal, refusal.status)
    return pages.go("fieldwork.plan", plan_id=plan_id)


def _plans_page(area: str, form: PlanForm, refusal: Refusal | None = None, status: int = 200) -> Response:
    today = clock.today()
    free = places.holidays(today, today + timedelta(days=DAYS_AHEAD))
    days = [day for n in range(1, DAYS_AHEAD + 1) if (day := today + timedelta(days=n)) not in free]
    found = queries.plans_of(area)
    crew = service.crew(area)
    chosen_days = form.days.data or [day.isoformat() for day in days if day.weekday() < 6][:5]
    chosen = form.people.data or [str(one.who.id) for one in crew]
    return pages.page("fieldwork/plans.html", status=status, form=form, refusal=refused(refusal), area=area,
                      place=places.region(area), plans=found, days=days, crew=crew, chosen_days=chosen_days,
                      chosen=chosen, names=_names([one.made_by for one in found]), terrains=TERRAIN_WORDS)  # fmt: skip


def _names(ids: Sequence[UUID | None]) -> dict[UUID, str]:
    return staff.names([one for one in ids if one])


@bp.get("/fieldwork/plans/<uuid:plan_id>")
@access.staff("coordinator", "administrator", "supervisor")
def plan(plan_id: UUID) -> Response:
    """Progress while it is worked out, then what it costs, who has how much, what did not fit and why."""
    return _plan_page(_plan(plan_id))


def _plan_page(found: Plan, refusal: Refusal | None = None, status: int = 200) -> Response:
    job = db.session.get(jobs.Job, found.job_id, populate_existing=True) if found.job_id else None
    published = queries.published_plan(found.area_code)
    told = found.figures or {}
    people = [UUID(one) for one in told.get("people", {})]
    response = pages.page(
        "fieldwork/plan.html", status=status, plan=found, job=job, told=told, place=places.region(found.area_code),
        before=published.figures if published and published.id != found.id else None, refusal=refused(refusal),
        names=staff.names(people), notices=queries.notices(found.id), days=service.days_of(found),
        left_words=LEFT_WORDS, basis_words=BASIS_WORDS, who=_names([found.published_by]),
    )  # fmt: skip
    if found.state == rules.WAITING and job is not None and job.state in ("waiting", "working"):
        response.headers["Refresh"] = str(WAITING_S)
    return response


@bp.post("/fieldwork/plans/<uuid:plan_id>/publish")
@access.staff("coordinator", "administrator")
def publish(plan_id: UUID) -> Response:
    """Make it everybody's lists; whoever comes second is told."""
    found = _plan(plan_id)
    try:
        if not access.csrf_ok():
            raise FormExpired
        service.publish(plan_id, access.signed_in_staff().id)
    except (rules.SomebodyPublished, rules.PlanNotReady, FormExpired) as refusal:
        return _plan_page(found, refusal, refusal.status)
    return pages.go("fieldwork.plan", plan_id=plan_id)


@bp.get("/fieldwork/plans/<uuid:plan_id>/days/<day>")
@access.staff("coordinator", "administrator", "supervisor")
def plan_day(plan_id: UUID, day: str) -> Response:
    """A day's routes, person by person in the order of walking; nothing sealed."""
    found = _plan(plan_id)
    if day not in found.days:
        raise NotFound
    when = date.fromisoformat(day)
    read = queries.published_visits if found.state == rules.PUBLISHED else queries.plan_visits
    rows = read(plan_id, when)
    routes: dict[UUID, list[queries.VisitRow]] = {}
    for row in rows:
        if row.enumerator_id:
            routes.setdefault(row.enumerator_id, []).append(row)
    villages = {one.code: one.name for one in places.villages(found.area_code)}
    return pages.page("fieldwork/plan_day.html", plan=found, day=when, routes=routes, names=staff.names(list(routes)),
                      villages=villages, crew=service.crew(found.area_code), days=service.days_of(found))  # fmt: skip


@bp.post("/fieldwork/plans/<uuid:plan_id>/move")
@access.staff("coordinator", "administrator")
def move(plan_id: UUID) -> Response:
    """Doors to another person or day: first what it costs, with the confirmation it is done."""
    found, form = _plan(plan_id), MoveForm(request.form)
    try:
        if not form.validate() or form.target is None:
            raise rules.PlanChangedMeanwhile
        person, day = form.target
        if form.confirmed.data == "1":
            service.move(plan_id, form.chosen_doors, person, day, access.signed_in_staff().id)
            return pages.go("fieldwork.plan_day", plan_id=plan_id, day=day.isoformat())
        told = service.try_move(plan_id, form.chosen_doors, person, day)
    except (rules.PlanChangedMeanwhile, rules.PlanNotReady) as refusal:
        return _plan_page(found, refusal, refusal.status)
    return pages.page("fieldwork/plan_move.html", plan=found, form=form, told=told, day=day,
                      name=staff.names([person]).get(person, ""))  # fmt: skip
