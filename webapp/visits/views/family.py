"""`/visit`: a family asks for a visit, chooses its time, sees, moves and cancels it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request

from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.shared import pages, sessions
from webapp.shared.access import csrf_ok, public
from webapp.shared.db import transaction
from webapp.shared.errors import FormExpired, Refusal
from webapp.shared.i18n import gettext
from webapp.visits import queries, rules, service
from webapp.visits.forms import RecogniseForm, SlotForm, WishForm
from webapp.visits.views.blueprint import bp

SHOWN = 9  # times on one page
COMPLETE = "complete"


def _family() -> UUID | None:
    """Whose page this is: of the seat, of the NIK and KK typed on the start page, or of recognise()."""
    found = sessions.current()
    if found is None or found.staff_id is not None:
        return None
    if found.seat_id is not None:
        return queries.household_of_seat(found.seat_id)
    kept = found.secrets()
    known = kept.get("visit") or kept.get("knock", {}).get("household")
    return UUID(known) if known else None


@bp.get("/visit")
@public
def visit() -> Response:
    """What there is: a booked visit, times to choose from, or a wish to make."""
    household_id = _family()
    if household_id is None:
        return pages.page("visits/recognise.html", form=RecogniseForm())
    return _show(household_id)


@bp.post("/visit")
@public
def visit_post() -> Response:
    """One of the buttons. A refusal shows the page again, with what can be done now."""
    action, household_id = request.form.get("action", ""), _family()
    if action == "leave":
        return _leave()
    if household_id is None:
        return _recognise()
    if not csrf_ok():
        return _show(household_id, FormExpired())
    try:
        return _act(household_id, action)
    except Refusal as refusal:
        return _show(household_id, refusal)


def _act(household_id: UUID, action: str) -> Response:
    if action == "cancel":
        service.cancel(household_id, "web")
    elif action == "wish":
        wish = WishForm(request.form)
        if not wish.validate():
            return _show(household_id, form=wish)
        service.set_wish(household_id, "".join(wish.days.data or ()), wish.part.data, "web")
    else:
        form = SlotForm(request.form)
        if not form.validate():
            return _show(household_id, form=form)
        change = service.move if queries.booking_of(household_id) else service.book
        change(household_id, _offer_id(form.offer.data), "web")
    return pages.go("visits.visit")


def _offer_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise rules.OfferUnusable from wrong


def _recognise() -> Response:
    form = RecogniseForm(request.form)
    if not form.validate():
        return pages.page("visits/recognise.html", status=422, form=form)
    letter, year, nik, kk = (
        str(field.data or "") for field in (form.letter_number, form.birth_year, form.nik, form.kk)
    )
    try:
        household_id = service.recognise(letter, year, nik, kk, request.remote_addr or "-")
    except rules.FamilyNotFound as refusal:
        _keep_pair(nik, kk)
        return pages.page("visits/recognise.html", status=refusal.status, form=form, refusal=_words(refusal))
    with transaction():
        sessions.start(secrets={"visit": household_id.hex})
    return pages.go("visits.visit")


def _keep_pair(nik: str, kk: str) -> None:
    """For the page that asks where the family lives, so that nobody types the numbers twice."""
    if nik and kk and sessions.current() is None:
        with transaction():
            sessions.start(secrets={"visit_pair": {"nik": nik, "kk": kk}})


def _leave() -> Response:
    if csrf_ok():
        with transaction():
            sessions.end()
    return pages.go_to("/")


def _words(refusal: Refusal) -> str:
    return f"{gettext(refusal.message) % refusal.params} {gettext('Kode %(code)s') % {'code': refusal.code}}."


def _show(household_id: UUID, refusal: Refusal | None = None, form: Any = None) -> Response:
    status = refusal.status if refusal else 422 if form else 200
    values: dict[str, Any] = {"refusal": _words(refusal) if refusal else "", "seated": _is_seated()}
    if households.card(household_id).state == COMPLETE:
        return pages.page("visits/needless.html", status=status, **values)
    booking = queries.booking_of(household_id)
    if booking is not None and not _wants_change(booking):
        asked = request.args.get("cancel") == "1" and not refusal
        return pages.page("visits/booked.html", status=status, booking=booking, asked=asked, **values)
    return _choose(household_id, booking, status, form, values)


def _wants_change(booking: queries.BookingView) -> bool:
    return booking.can_move and (request.args.get("change") == "1" or "offer" in request.form)


def _choose(
    household_id: UUID, booking: queries.BookingView | None, status: int, form: Any, values: dict[str, Any]
) -> Response:
    start = max(0, request.args.get("from", 0, type=int))
    wish, wants_wish = (
        queries.wish_of(household_id),
        request.args.get("wish") == "1" or isinstance(form, WishForm),
    )
    if enumeration.door_open("sms_booking") and not (wants_wish and booking is None):
        offers = service.offers_for(household_id, after=start, limit=SHOWN + 1)
        offers = offers or service.offers_for(household_id, limit=SHOWN + 1)
        if offers:
            slots = form if isinstance(form, SlotForm) else SlotForm()
            shown = sorted(offers[:SHOWN], key=_in_time)
            more = start + SHOWN if len(offers) > SHOWN else 0
            return pages.page("visits/choose.html", status=status, form=slots, offers=shown, booking=booking,
                              more=more, wish=wish, suiting=service.suiting(household_id, shown), **values)  # fmt: skip
    enumeration.require_open("wish")
    asked = form if isinstance(form, WishForm) else WishForm(**_wished(wish))
    return pages.page("visits/wish.html", status=status, form=asked, wish=wish, **values)


def _wished(wish: Any) -> dict[str, Any]:
    return {"days": list(wish.days), "part": wish.part} if wish else {}


def _in_time(offer: queries.OfferView) -> tuple[Any, int]:
    return offer.day, list(rules.WINDOWS).index(offer.window)


def _is_seated() -> bool:
    found = sessions.current()
    return found is not None and found.seat_id is not None
