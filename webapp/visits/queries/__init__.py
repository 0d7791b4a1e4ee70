"""Reads of visits."""

from webapp.visits.queries.area import (
    HOUSEHOLD_VILLAGE,
    already_open,
    area_of_offer,
    bookings,
    count_bookings,
    count_spare,
    count_wishes,
    opened,
    village_of,
    villages_of,
)
from webapp.visits.queries.family import (
    BookingView,
    OfferView,
    bookable_offers,
    booking_of,
    has_booking,
    household_of_seat,
    lock_family,
    slot_label,
    wish_of,
)
from webapp.visits.queries.waiting import WishView, promised, waiting, wishes

__all__ = [
    "HOUSEHOLD_VILLAGE",
    "BookingView",
    "OfferView",
    "WishView",
    "already_open",
    "area_of_offer",
    "bookable_offers",
    "booking_of",
    "bookings",
    "count_bookings",
    "count_spare",
    "count_wishes",
    "has_booking",
    "household_of_seat",
    "lock_family",
    "opened",
    "promised",
    "slot_label",
    "village_of",
    "villages_of",
    "waiting",
    "wish_of",
    "wishes",
]
