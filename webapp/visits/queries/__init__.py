"""Reads of visits."""

from webapp.visits.queries.area import already_open, bookings, count_bookings, opened, villages_of
from webapp.visits.queries.family import (
    BookingView,
    OfferView,
    bookable_offers,
    booking_of,
    household_of_seat,
    slot_label,
    wish_of,
)

__all__ = [
    "BookingView",
    "OfferView",
    "already_open",
    "bookable_offers",
    "booking_of",
    "bookings",
    "count_bookings",
    "household_of_seat",
    "opened",
    "slot_label",
    "villages_of",
    "wish_of",
]
