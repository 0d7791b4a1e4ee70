"""The telephone desk: find the caller's family by its letter, book, cancel, note a refusal, fill in together."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from sms import queries, service
from sms.forms import CallerForm
from sms.service.helpdesk import CallerUnknown
from sms.views.blueprint import bp
from sms.views.inbox import STATE_WORDS
from webapp.enumeration import service as enumeration
from webapp.places import queries as places
from webapp.shared import access, sessions
from webapp.shared.db import transaction
from webapp.shared.errors import FormExpired, Refusal
from webapp.shared.i18n import gettext
from webapp.shared.pages import go, go_to, page
from webapp.visits import service as visits

OFFERED = 6


@bp.get("/sms/helpdesk")
@access.staff("administrator", "coordinator")
def helpdesk() -> Response:
    """Who calls?"""
    return page("sms/helpdesk.html", form=CallerForm())


@bp.post("/sms/helpdesk")
@access.staff("administrator", "coordinator")
def find_caller() -> Response:
    """Letter number and the head's birth year, as the caller says them."""
    form = CallerForm(request.form)
    if not form.validate():
        return page("sms/helpdesk.html", status=422, form=form)
    try:
        found = service.find_caller(form.letter_number.data or "", form.birth_year.data or "")
    except CallerUnknown as refusal:
        form.letter_number.errors = [gettext(refusal.message)]
        return page("sms/helpdesk.html", status=422, form=form)
    return go("sms.caller", household_id=found)


@bp.get("/sms/helpdesk/<uuid:household_id>")
@access.staff("administrator", "coordinator")
def caller(household_id: UUID) -> Response:
    """What can be done for the family. No names, no answers."""
    return _caller_page(household_id)


def _caller_page(household_id: UUID, refusal: Refusal | None = None) -> Response:
    card = service.open_case(household_id)
    counted = card.state == "complete"
    return page(
        "sms/caller.html", status=refusal.status if refusal else 200, card=card, counted=counted,
        tail=queries.tail(card.letter_number), place=places.village_label(card.village_code),
        state=gettext(STATE_WORDS[card.state]), booking=visits.booking_of(household_id),
        offers=[] if counted else visits.offers_for(household_id, limit=OFFERED), can_fill=enumeration.door_open("web"),
        refusal=gettext(refusal.message) % refusal.params if refusal else "",
    )  # fmt: skip


@bp.post("/sms/helpdesk/<uuid:household_id>")
@access.staff("administrator", "coordinator")
def help_caller(household_id: UUID) -> Response:
    """book, cancel, refuse_soft, refuse_hard, fill."""
    if not access.csrf_ok():
        raise FormExpired
    do = request.form.get("do", "")
    try:
        if do == "fill":
            return _fill_in(household_id)
        _help(household_id, do)
    except Refusal as refusal:
        if refusal.status in {403, 404}:
            raise
        return _caller_page(household_id, refusal)
    return go("sms.caller", household_id=household_id)


def _help(household_id: UUID, do: str) -> None:
    if do == "cancel":
        service.cancel_for_caller(household_id)
    elif do in {"refuse_soft", "refuse_hard"}:
        service.refuse_for_caller(household_id, hard=do == "refuse_hard")
    else:
        service.open_case(household_id)
        try:
            offer_id = UUID(request.form.get("offer", ""))
        except ValueError:
            offer_id = UUID(int=0)
        service.book_for_caller(household_id, offer_id)


def _fill_in(household_id: UUID) -> Response:
    """The questions, read out and filled in by us."""
    service.open_case(household_id)
    opened = enumeration.open_seat(household_id, "assisted", by=str(access.signed_in_staff().id))
    with transaction():
        sessions.attach_seat(opened.seat_id, opened.secrets)
    return go_to(enumeration.load(opened.seat_id, opened.secrets).first_open().url)
