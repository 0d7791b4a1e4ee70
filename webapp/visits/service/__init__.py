"""Use-cases of visits: choosing, moving and cancelling a time, wishing for a visit, opening times."""

from webapp.visits.queries import BookingView, OfferView, booking_of
from webapp.visits.service.booking import book, cancel, finish, move, on_submitted
from webapp.visits.service.choosing import offers_for, recognise, set_wish, withdraw_wish
from webapp.visits.service.demo import open_demo_offers
from webapp.visits.service.opening import Opening, close_offer, open_offers, opening

__all__ = [
    "BookingView",
    "OfferView",
    "Opening",
    "book",
    "booking_of",
    "cancel",
    "close_offer",
    "finish",
    "move",
    "offers_for",
    "on_submitted",
    "open_demo_offers",
    "open_offers",
    "opening",
    "recognise",
    "set_wish",
    "withdraw_wish",
]
