"""The enumerator's phone: today's doors, one door, its outcome in two taps, the interview."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from webapp.enumeration import service as enumeration
from webapp.fieldwork import rules, service
from webapp.fieldwork.forms import OutcomeForm
from webapp.fieldwork.service.lists import MOST_COUNTED
from webapp.fieldwork.views.blueprint import bp
from webapp.households import rules as household_rules
from webapp.households import service as households
from webapp.shared import access, clock, pages, sessions
from webapp.shared.db import new_id, transaction
from webapp.shared.errors import FormExpired, Refusal
from webapp.shared.i18n import gettext
from webapp.visits.rules import WINDOWS

MOST_PAGES = 100


@bp.get("/fieldwork/today")
@access.staff("enumerator")
def today() -> Response:
    """Appointments first, then the doors that are left, by RT. Names are masked; the read is on record."""
    page = min(MOST_PAGES, max(0, request.args.get("page", 0, type=int)))
    service.see_lists(access.signed_in_staff().id)
    found = service.read_today(access.signed_in_staff(), page)
    saved = service.outcomes().get(request.args.get("saved", ""))
    again = service.try_again(at) if saved and not saved.ends and (at := _seen_door()) else None
    return pages.page("fieldwork/today.html", late=service.reports_to_see(access.signed_in_staff()), again=again,
                       found=found, page=page, windows=WINDOWS, outcomes=service.outcomes(),
                      day=clock.today(), saved=saved, counted=request.args.get("counted") == "1",
                      most=MOST_COUNTED)  # fmt: skip


def _seen_door() -> UUID | None:
    """The door of mine whose outcome was written a moment ago."""
    try:
        found = UUID(request.args.get("at", ""))
    except ValueError:
        return None
    return found if access.in_scope(households.card(found).village_code) else None


@bp.get("/fieldwork/doors/<uuid:household_id>")
@access.staff("enumerator")
def door(household_id: UUID) -> Response:
    """Whom to ask for, where, what to know; opening it is on record."""
    return _show(household_id, OutcomeForm(client_id=str(new_id())))


@bp.post("/fieldwork/doors/<uuid:household_id>")
@access.staff("enumerator")
def outcome(household_id: UUID) -> Response:
    """The second tap. Sent again by a bad line, it is still one attempt."""
    form = OutcomeForm(request.form)
    try:
        if not access.csrf_ok():
            raise FormExpired
        done = service.record_attempt(
            household_id,
            access.signed_in_staff(),
            form.outcome.data or "",
            form.note.data or "",
            form.id_of_page,
            position=form.position,
        )
    except (FormExpired, rules.NoteTooLong, rules.UnknownOutcome) as refusal:
        return _show(household_id, form, refusal)
    return pages.go("fieldwork.today", saved=form.outcome.data, at=household_id,
                    counted=1 if done.counted else None)  # fmt: skip


@bp.post("/fieldwork/doors/<uuid:household_id>/news")
@access.staff("enumerator")
def tell(household_id: UUID) -> Response:
    """On the way, late, cannot come: a text to the family."""
    if not access.csrf_ok():
        raise FormExpired
    service.tell_family(household_id, access.signed_in_staff(), request.form.get("kind", ""))
    return pages.go("fieldwork.door", household_id=household_id)


@bp.post("/fieldwork/doors/<uuid:household_id>/interview")
@access.staff("enumerator")
def interview(household_id: UUID) -> Response:
    """The same questions in the doorstep wording, on a seat of the officer's."""
    if not access.csrf_ok():
        raise FormExpired
    found = service.read_door(household_id, "interview")
    if found.card.state == household_rules.COMPLETE:
        raise rules.AnsweredMeanwhile
    me = access.signed_in_staff()
    opened = enumeration.open_seat(household_id, "visit", by=str(me.id))
    with transaction():
        sessions.attach_seat(opened.seat_id, opened.secrets)
    return pages.go_to(enumeration.load(opened.seat_id, opened.secrets).first_open().url)


def _show(household_id: UUID, form: OutcomeForm, refusal: Refusal | None = None) -> Response:
    found = service.read_door(household_id)
    words = f"{gettext(refusal.message) % refusal.params} ({refusal.code})" if refusal else ""
    return pages.page(
        "fieldwork/door.html", status=refusal.status if refusal else 200, found=found, form=form,
        outcomes=service.outcomes(), windows=WINDOWS, refusal=words,
        told=service.news_told(household_id, access.signed_in_staff()), again=service.try_again(household_id),
        counted=found.card.state == household_rules.COMPLETE, most=rules.MOST_ATTEMPTS,
        is_open=enumeration.door_open("visits"),
    )  # fmt: skip
