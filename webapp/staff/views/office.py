"""The home of each role, tasks, accounts, the record; and the public officer page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from werkzeug.routing import BuildError

from webapp.places import queries as places
from webapp.shared import access, pages, throttle
from webapp.shared.errors import TooManyTries
from webapp.shared.i18n import N_, gettext
from webapp.staff import queries, service
from webapp.staff.forms import AuditForm
from webapp.staff.models import Task
from webapp.staff.views.blueprint import bp, require_csrf

HOMES = {"coordinator": "fieldwork.desk", "enumerator": "fieldwork.today"}
ROLE_WORDS = {
    "administrator": N_("Administrator kabupaten"), "coordinator": N_("Koordinator kecamatan"),
    "supervisor": N_("Pengawas"), "enumerator": N_("Petugas sensus"), "observer": N_("Pengamat"),
    "agency_contact": N_("Penghubung instansi"), "agent": N_("Agen sosialisasi"), "neighbourhood_head": N_("Ketua RT"),
}  # fmt: skip
TASK_WORDS = {
    "unmatched": N_("Keluarga di luar daftar: cocokkan"),
    "guessing": N_("Seseorang menebak-nebak nomor keluarga"),
    "conflict": N_("Keluarga tercatat dua kali: tentukan yang berlaku"),
    "forgotten_pin": N_("Keluarga lupa PIN: datangi atau hubungi"),
    "attempts_spent": N_("Tiga kali didatangi tanpa hasil: putuskan"),
    "refused_hard": N_("Menolak didata: putuskan"),
    "held_report": N_("Hasil dari HP bertentangan dengan yang tercatat: putuskan"),
    "officer_absent": N_("Petugas tidak dapat datang: jadwalkan lagi"),
    "no_officer": N_("Janji tanpa petugas: tugaskan"),
    "other_language": N_("Perlu petugas berbahasa lain: tugaskan"),
    "sms_waiting": N_("Pesan SMS menunggu jawaban orang"),
    "sms_visit_request": N_("Minta dikunjungi tanpa surat, lewat SMS"),
    "sms_lead": N_("Keterangan ketua RT tentang keluarga"),
}
ADDRESS_TRIES, ADDRESS_WINDOW_S = 60, 600  # looks at officer pages from one address


@bp.get("/staff")
@access.staff()
def home() -> Response:
    """Where the day of each role begins."""
    me = access.signed_in_staff()
    if me.role == "coordinator" and me.areas:
        return pages.go(HOMES[me.role], area_code=me.areas[0])
    if me.role == "enumerator":
        return pages.go(HOMES[me.role])
    return pages.page("staff/home.html", me=me, role=ROLE_WORDS[me.role], sub_districts=places.sub_districts(),
                      tasks=queries.count_open_tasks(me))  # fmt: skip


@bp.get("/staff/tasks")
@access.staff("administrator", "coordinator", "supervisor")
def tasks() -> Response:
    """What waits in my areas."""
    me = access.signed_in_staff()
    start = request.args.get("from", 0, type=int)
    found = queries.open_tasks(me, 50, max(0, start))
    rows = [(task, gettext(TASK_WORDS.get(task.kind, task.kind)), places.village_label(task.area_code),
             _task_address(task)) for task in found]  # fmt: skip
    return pages.page("staff/tasks.html", rows=rows, total=queries.count_open_tasks(me), start=max(0, start))


def _task_address(task: Task) -> str | None:
    try:
        return url_for(task.endpoint, subject_id=task.subject_id)
    except BuildError:  # the room that opened it has no page for it
        return None


@bp.post("/staff/tasks/<uuid:task_id>/done")
@access.staff("administrator", "coordinator", "supervisor")
def task_done(task_id: UUID) -> Response:
    """Somebody says that a task is done."""
    require_csrf()
    service.finish_task(task_id, access.signed_in_staff())
    return pages.go("staff.tasks")


@bp.get("/staff/accounts")
@access.staff("administrator")
def accounts() -> Response:
    """Every account, with its areas by name."""
    names = {code: area_label(code) for code in access.signed_in_staff().areas}
    names |= {place.code: place.name for place in places.sub_districts()}
    names |= {village.code: village.name for village in places.village_names()}
    return pages.page("staff/accounts.html", accounts=queries.accounts(), names=names, roles=ROLE_WORDS,
                      me=access.signed_in_staff(), protected=queries.with_second_factor())  # fmt: skip


@bp.post("/staff/accounts/<uuid:account_id>/active")
@access.staff("administrator")
def set_active(account_id: UUID) -> Response:
    """Disable or enable an account. Nobody locks himself out."""
    require_csrf()
    if account_id != access.signed_in_staff().id:
        service.set_active(account_id, request.form.get("active") == "1")
    return pages.go("staff.accounts")


@bp.post("/staff/accounts/<uuid:account_id>/forget-phone")
@access.staff("administrator")
def forget_phone(account_id: UUID) -> Response:
    """Somebody's telephone is lost: its codes count no more."""
    require_csrf()
    service.forget(account_id)
    return pages.go("staff.accounts")


@bp.get("/staff/audit")
@access.staff("administrator")
def audit_page() -> Response:
    """What staff read and changed. Looking at it is itself recorded."""
    form = AuditForm(request.args)
    form.validate()
    day = form.day.data if not form.day.errors else None
    wanted: dict[str, Any] = {"by": form.by.data or "", "action": form.action.data or "", "day": day}
    rows = service.read_record(**wanted, before=_seen(request.args.get("before", "")))
    last = rows[-1] if len(rows) == queries.AUDIT_PAGE else None
    older = f"{last.at.isoformat()}~{last.id}" if last else ""
    return pages.page("staff/audit.html", form=form, rows=rows, older=older, wanted=wanted)


def _seen(text: str) -> tuple[datetime, UUID] | None:
    at, _, row_id = text.partition("~")
    try:
        found = datetime.fromisoformat(at.replace(" ", "+")), UUID(row_id)
    except ValueError:
        return None
    return found if found[0].tzinfo else None


@bp.get("/officer/<number>")
@access.public
def officer(number: str) -> Response:
    """Is whoever stands at the door sent by the census? Number, name, area, validity, and nothing more."""
    if not throttle.hit("officer-page", request.remote_addr or "-", ADDRESS_TRIES, ADDRESS_WINDOW_S):
        raise TooManyTries(minutes=ADDRESS_WINDOW_S // 60)
    found = queries.officer(number)
    if found is None:
        return pages.page("staff/officer_unknown.html", status=404)
    areas = [area_label(code) for code in found.areas]
    return pages.page("staff/officer.html", officer=found, areas=areas)


def area_label(code: str) -> str:
    """A region as people call it."""
    place = places.region(code)
    if place is None:
        return code
    if place.kind == "sub_district":
        return f"Kec. {place.name}"
    return place.name if place.kind == "regency" else places.village_label(code)
