"""The coordinator's pages: opening times with their numbers said first, and who comes when."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask import Response, request

from webapp.places import queries as places
from webapp.places.rules import parent_of
from webapp.shared import access, clock, pages
from webapp.shared.errors import FormExpired, NotFound, Refusal
from webapp.shared.i18n import N_, gettext
from webapp.staff import queries as staff
from webapp.visits import queries, rules, service
from webapp.visits.forms import OpeningForm
from webapp.visits.models import Offer
from webapp.visits.views.blueprint import bp

DAYS_AHEAD, DAYS_SHOWN = 14, 7
CHANNEL_WORDS = {"web": N_("halaman"), "sms": N_("SMS"), "visit": N_("petugas"), "staff": N_("kantor"),
                 "assisted": N_("agen")}  # fmt: skip


def _area() -> str:
    """The sub-district at hand: from the address, else the first of my own; 403 for a foreign one."""
    mine = access.signed_in_staff().areas
    area = request.values.get("area") or next((code for code in mine if code.count(".") == 2), "")
    if not area:
        area = places.sub_districts()[0].code
    access.require_scope(area)
    found = places.region(area)
    if found is None or found.kind != "sub_district":
        raise NotFound
    return area


def _first_day() -> date:
    try:
        return date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        return clock.today()


def _form(area: str) -> OpeningForm:
    form = OpeningForm(request.form, capacity=4)
    today = clock.today()
    days = [today + timedelta(days=n) for n in range(1, DAYS_AHEAD + 1)]
    form.offer_choices([(village.code, village.name) for village in places.villages(area)], days)
    return form


@bp.get("/visits/offers")
@access.staff("coordinator", "administrator")
def offers() -> Response:
    """The times that are open in a sub-district, and the form that opens more."""
    area = _area()
    return _offers_page(area, _form(area))


@bp.post("/visits/offers")
@access.staff("coordinator", "administrator")
def offers_post() -> Response:
    """First what it would open, in numbers; with the confirmation it is opened."""
    area = _area()
    form = _form(area)
    if not form.validate():
        return _offers_page(area, form, status=422)
    villages, windows = list(form.villages.data or ()), list(form.windows.data or ())
    wanted = service.opening(villages, form.chosen_days, windows, form.capacity.data or 1)
    try:
        if not wanted.slots:
            raise rules.NothingToOpen
        if form.confirmed.data != "1":
            officers = [
                one for one in staff.enumerators_of(area) if any(one.covers(code) for code in villages)
            ]
            without = [code for code in villages if not any(one.covers(code) for one in officers)]
            return pages.page("visits/opening.html", form=form, wanted=wanted, area=area, officers=len(officers),
                              without=[places.village_label(code) for code in without])  # fmt: skip
        by = access.signed_in_staff().id
        service.open_offers(area, villages, form.chosen_days, windows, form.capacity.data or 1, by=by)
    except Refusal as refusal:
        return _offers_page(area, form, refusal, refusal.status)
    return pages.go("visits.offers", area=area)


def _offers_page(area: str, form: OpeningForm, refusal: Refusal | None = None, status: int = 200) -> Response:
    first = _first_day()
    rows = queries.opened(Offer.area_code == area, first, first + timedelta(days=DAYS_SHOWN - 1))
    names = {village.code: village.name for village in places.villages(area)}
    villages = {offer_id: [names.get(code, code) for code in codes]
                for offer_id, codes in queries.villages_of([row.id for row in rows]).items()}  # fmt: skip
    words = (
        f"{gettext(refusal.message)} {gettext('Kode %(code)s') % {'code': refusal.code}}." if refusal else ""
    )
    waiting = queries.count_wishes(queries.HOUSEHOLD_VILLAGE.startswith(f"{area}.", autoescape=True))
    return pages.page(
        "visits/offers.html", status=status, form=form, rows=rows, villages=villages, windows=rules.WINDOWS,
        area=area, place=places.region(area), first=first, last=first + timedelta(days=DAYS_SHOWN - 1),
        later=first + timedelta(days=DAYS_SHOWN), every=len(names), refusal=words,
        waiting=[(names.get(code, code), n) for code, n in waiting.items()],
    )  # fmt: skip


@bp.post("/visits/offers/<uuid:offer_id>/close")
@access.staff("coordinator", "administrator")
def close_offer(offer_id: UUID) -> Response:
    """Offer no more places of this time; who has booked is still visited."""
    area = queries.area_of_offer(offer_id)
    if area is None:
        raise rules.UnknownOffer
    access.require_scope(area)
    if not access.csrf_ok():
        raise FormExpired
    service.close_offer(offer_id)
    return pages.go("visits.offers", area=area)


@bp.get("/visits/bookings")
@access.staff("coordinator", "administrator", "supervisor")
def bookings() -> Response:
    """Who is visited when, from page and text alike. Nothing sealed is opened."""
    area, first = _area(), _first_day()
    inside = access.scope_filter(queries.HOUSEHOLD_VILLAGE) & queries.HOUSEHOLD_VILLAGE.startswith(
        f"{area}.", autoescape=True
    )
    last = first + timedelta(days=DAYS_SHOWN - 1)
    rows = queries.bookings(inside, first, last)
    names = {village.code: village.name for village in places.villages(area)}
    return pages.page("visits/bookings.html", rows=rows, names=names, windows=rules.WINDOWS, first=first, last=last,
                      later=last + timedelta(days=1), area=area, place=places.region(area),
                      channels=CHANNEL_WORDS)  # fmt: skip


@bp.route("/visits/bookings/<uuid:household_id>/cancel", methods=["GET", "POST"])
@access.staff("coordinator", "administrator")
def cancel_booking(household_id: UUID) -> Response:
    """Cancel a family's visit from the office: said first, then done; the family is told."""
    village = queries.village_of(household_id)
    if village is None:
        raise NotFound
    access.require_scope(village)
    booking = queries.booking_of(household_id)
    if booking is None:
        raise rules.NoBooking
    if request.method == "POST" and access.csrf_ok():
        service.cancel(household_id, "staff", "office", by=str(access.signed_in_staff().id))
        return pages.go("visits.bookings", area=parent_of(village))
    return pages.page("visits/cancel.html", booking=booking, village=places.village_label(village),
                      household_id=household_id, area=parent_of(village))  # fmt: skip
