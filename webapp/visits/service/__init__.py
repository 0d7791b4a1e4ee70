"""Use-cases of visits: choosing, moving and cancelling a time, wishing for a visit, opening times."""

from webapp.visits.queries import BookingView, OfferView, booking_of
from webapp.visits.service.arriving import arrive
from webapp.visits.service.booking import book, cancel, finish, move, on_submitted
from webapp.visits.service.choosing import offers_for, recognise, set_wish, withdraw_wish
from webapp.visits.service.demo import open_demo_offers
from webapp.visits.service.opening import Opening, close_offer, open_offers, opening
from webapp.visits.service.sparing import set_spare
from webapp.visits.service.waiting import offer_to_waiting, suiting

__all__ = [
    "BookingView",
    "OfferView",
    "Opening",
    "arrive",
    "book",
    "booking_of",
    "cancel",
    "close_offer",
    "finish",
    "move",
    "offer_to_waiting",
    "offers_for",
    "on_submitted",
    "open_demo_offers",
    "open_offers",
    "opening",
    "recognise",
    "set_spare",
    "set_wish",
    "suiting",
    "withdraw_wish",
]
