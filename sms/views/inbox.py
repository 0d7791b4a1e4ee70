"""The inbox: phones whose messages need a person, each with its thread, its families' state and ready answers."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request
from sqlalchemy import select

from sms import queries, service, texts
from sms.forms import AnswerForm
from sms.models import Phone
from sms.service.inbox import QUICK, AnswerUnusable, OptedOut
from sms.views.blueprint import bp
from sms.views.thread import Line, lines
from webapp.households import service as households
from webapp.places import queries as places
from webapp.shared import access
from webapp.shared.db import db
from webapp.shared.errors import FormExpired, Refusal
from webapp.shared.i18n import N_, gettext
from webapp.shared.pages import go, page
from webapp.staff import queries as staff
from webapp.visits import queries as visits

SHOWN = 50
STATE_WORDS = {
    "expected": N_("belum mulai"), "begun": N_("sudah mulai"), "partial": N_("sebagian"),
    "complete": N_("tercatat"), "refused": N_("menolak"), "no_contact": N_("tidak bertemu"),
    "ineligible": N_("pindah atau tidak ada"),
}  # fmt: skip


@bp.get("/sms/waiting")
@access.staff("administrator", "coordinator")
def waiting() -> Response:
    """Phones whose messages need a person, the longest waiting first."""
    asked = [Phone.waiting_since.is_not(None), access.scope_filter(Phone.waiting_area)]
    area = request.args.get("area", "")
    if area:
        access.require_scope(area)
        asked.append(
            Phone.waiting_area == area if area.count(".") == 1 else Phone.waiting_area.startswith(area)
        )
    found = db.session.scalars(select(Phone).where(*asked).order_by(Phone.waiting_since).limit(SHOWN)).all()
    late = {task.subject_id for task in staff.overdue_tasks(access.signed_in_staff())}
    names = staff.names([one.assigned_to for one in found if one.assigned_to])
    rows = [(one, _last_words(one), _place(one.waiting_area), one.id in late,
             names.get(one.assigned_to) if one.assigned_to else None) for one in found]  # fmt: skip
    return page("sms/waiting.html", rows=rows, late=sum(row[3] for row in rows))


def _last_words(phone: Phone) -> str:
    said = [line.text for line in lines(queries.number_of(phone)) if not line.ours and line.text]
    return said[-1][:80] if said else ""


def _place(code: str) -> str:
    found = places.region(code)
    return places.village_label(code) if code.count(".") > 2 or found is None else found.name


@bp.get("/sms/thread/<uuid:subject_id>")
@access.staff("administrator", "coordinator")
def thread(subject_id: UUID) -> Response:
    """What went between us and a phone; reading it is noted."""
    return _thread_page(service.read_thread(subject_id), AnswerForm())


def _thread_page(phone: Phone, form: AnswerForm, refusal: Refusal | None = None) -> Response:
    form.offer([(name, texts.render(name, phone.language, {})) for name in QUICK])
    if refusal:
        form.own_words.errors = [gettext(refusal.message) % refusal.params]
    return page(
        "sms/thread.html", status=422 if refusal or form.errors else 200, phone=phone, form=form,
        number=queries.number_of(phone), lines=_shown(phone), families=_families(phone),
        place=_place(phone.waiting_area), me=access.signed_in_staff(),
        keeper=staff.names([phone.assigned_to]).get(phone.assigned_to) if phone.assigned_to else None,
    )  # fmt: skip


def _shown(phone: Phone) -> list[Line]:
    return lines(queries.number_of(phone))


def _families(phone: Phone) -> list[tuple[str, str, str, str]]:
    """(letter's tail, village, state, visit) of the phone's families in my areas. No answers, no names."""
    found = []
    for binding in queries.bindings(phone.id):
        card = households.card(binding.household_id)
        if access.in_scope(card.village_code):
            booking = visits.booking_of(card.id)
            found.append((queries.tail(card.letter_number), places.village_label(card.village_code),
                          gettext(STATE_WORDS[card.state]), booking.label if booking else ""))  # fmt: skip
    return found


@bp.post("/sms/thread/<uuid:subject_id>/answer")
@access.staff("administrator", "coordinator")
def answer(subject_id: UUID) -> Response:
    """Write to the phone."""
    phone = service.open_phone(subject_id)
    form = AnswerForm(request.form)
    form.offer([(name, name) for name in QUICK])
    if not form.validate():
        return _thread_page(phone, form)
    try:
        service.answer_thread(subject_id, form.message.data or "", form.own_words.data or "")
    except (AnswerUnusable, OptedOut) as refusal:
        return _thread_page(phone, form, refusal)
    return go("sms.thread", subject_id=subject_id)


@bp.post("/sms/thread/<uuid:subject_id>/take")
@access.staff("administrator", "coordinator")
def take(subject_id: UUID) -> Response:
    """I look after it, or no longer."""
    _require_csrf()
    mine = request.form.get("whose") == "me"
    service.take_thread(subject_id, access.signed_in_staff().id if mine else None)
    return go("sms.thread", subject_id=subject_id)


@bp.post("/sms/waiting/<uuid:phone_id>")
@access.staff("administrator", "coordinator")
def settle(phone_id: UUID) -> Response:
    """A person has dealt with it."""
    _require_csrf()
    service.settle_waiting(phone_id)
    return go("sms.waiting")


def _require_csrf() -> None:
    if not access.csrf_ok():
        raise FormExpired
