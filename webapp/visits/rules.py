"""Decisions about visits on plain values: windows, days that can be offered, until when a visit may be changed."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple, TypeVar

from webapp.shared.errors import Refusal

MOST_MOVES = 3
EVENING_HOUR = 20  # WIB: until then on the evening before, a visit may be booked or moved
HORIZON_DAYS = 30  # no offer lies further ahead than that
MOST_CAPACITY = 200
FRIDAY_PRAYER = (time(11, 30), time(13, 0))


class Window(NamedTuple):
    """A time of day (WIB) in which the officer comes."""

    key: str
    starts: time
    ends: time

    @property
    def label(self) -> str:
        return f"{self.starts:%H.%M}-{self.ends:%H.%M}"


WINDOWS = {
    window.key: window
    for window in (
        Window("morning", time(8, 0), time(11, 0)),
        Window("midday", time(13, 0), time(15, 30)),
        Window("afternoon", time(15, 30), time(17, 30)),
    )
}
BOOKED, MOVED, CANCELLED, DONE = "booked", "moved", "cancelled", "done"
STATES = (BOOKED, MOVED, CANCELLED, DONE)
CHANNELS = ("web", "sms", "visit", "staff", "assisted")
ANSWERED = "answered"  # the reason of a visit that is not needed any more
PARTS = ("any", "morning", "midday", "afternoon")


class OfferTaken(Refusal):
    """The last place of this time went to somebody else a moment ago."""

    code = "301"
    status = 409
    message = "Waktu itu baru saja diambil keluarga lain. Silakan pilih waktu yang lain."
    next_step = ("Pilih waktu lain", "visits.visit")


class OfferUnusable(Refusal):
    """There is no such offer for this family's village, or its time to book has passed."""

    code = "302"
    status = 409
    message = "Waktu kunjungan itu tidak dapat dipilih lagi. Silakan pilih waktu yang lain."
    next_step = ("Pilih waktu lain", "visits.visit")


class NoBooking(Refusal):
    """There is nothing to move or to cancel."""

    code = "303"
    status = 409
    message = "Keluarga Anda belum mempunyai janji kunjungan. Silakan pilih waktunya."
    next_step = ("Pilih waktu kunjungan", "visits.visit")


class AlreadyBooked(Refusal):
    """One family, one visit."""

    code = "304"
    status = 409
    message = "Keluarga Anda sudah mempunyai janji kunjungan. Anda dapat mengubah atau membatalkannya."
    next_step = ("Lihat janji Anda", "visits.visit")


class TooManyMoves(Refusal):
    """Moved often enough; the office still helps."""

    code = "305"
    status = 409
    message = "Janji sudah diubah %(most)s kali. Bila waktunya tidak cocok, batalkan, atau hubungi kantor kecamatan."
    next_step = ("Lihat janji Anda", "visits.visit")


class TooLateToMove(Refusal):
    """After the evening before, the officer's list is printed."""

    code = "306"
    status = 409
    message = "Janji dapat diubah sampai pukul 20.00 malam sebelumnya. Sesudah itu janji hanya dapat dibatalkan."
    next_step = ("Lihat janji Anda", "visits.visit")


class AlreadyCounted(Refusal):
    """Whoever is counted needs no visit."""

    code = "307"
    status = 409
    message = "Keluarga Anda sudah tercatat. Kunjungan tidak diperlukan lagi. Terima kasih."
    next_step = ("Lihat bukti", "visits.visit")


class NothingToOpen(Refusal):
    """The choice of villages, days and windows leaves no time that is not open yet."""

    code = "308"
    status = 422
    message = "Tidak ada waktu yang dibuka: pilih desa, hari, dan jam yang belum dibuka dan bukan hari libur."
    next_step = None


class UnknownOffer(Refusal):
    """There is no such offer in this area."""

    code = "309"
    status = 404
    message = "Waktu kunjungan ini tidak ada di wilayah Anda."
    next_step = ("Ke waktu kunjungan", "visits.offers")


class FamilyNotFound(Refusal):
    """Letter number and birth year, or NIK and KK, fit no family; one answer for every reason."""

    code = "310"
    status = 422
    message = "Data itu tidak cocok dengan daftar kami. Periksa lagi, atau isi sensus langsung dari halaman awal."
    next_step = ("Ke halaman awal", "enumeration.start")


def is_offerable(day: date, window: str, holidays: Container[date]) -> bool:
    """No visits on a public holiday, nor across the Friday prayer."""
    if day in holidays:
        return False
    starts, ends = FRIDAY_PRAYER
    across = day.weekday() == 4 and WINDOWS[window].starts < ends and WINDOWS[window].ends > starts
    return not across


def first_bookable(today: date, hour: int) -> date:
    """The first day that can still be booked; `hour`: 0-23 in WIB."""
    return today + timedelta(days=1 if hour < EVENING_HOUR else 2)


def may_change(visit_day: date, today: date, hour: int) -> bool:
    """May a visit on that day still be moved?"""
    return visit_day >= first_bookable(today, hour)


Item = TypeVar("Item")


def spread(offers: Iterable[tuple[Hashable, Item]], days_at_a_time: int = 3) -> list[Item]:
    """Soonest first, yet varied: each run of three has three days and, where there are, three times of day.

    `offers`: (day, item) in the order of time. The first three days come first, each time with another window.
    """
    by_day: dict[Hashable, list[Item]] = {}
    for day, item in offers:
        by_day.setdefault(day, []).append(item)
    days = list(by_day.values())
    found: list[Item] = []
    for start in range(0, len(days), days_at_a_time):
        found += _in_turn(days[start : start + days_at_a_time])
    return found


def _in_turn(days: Sequence[list[Item]]) -> list[Item]:
    rounds = max(len(items) for items in days)
    return [
        items[(n + place) % len(items)]
        for n in range(rounds)
        for place, items in enumerate(days)
        if n < len(items)
    ]
