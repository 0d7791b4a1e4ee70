"""What visits refuse, and the one next step of each."""

from __future__ import annotations

from webapp.shared.errors import Refusal


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
    message = (
        "Janji dapat diubah sampai pukul 20.00 malam sebelumnya. Sesudah itu janji hanya dapat dibatalkan."
    )
    next_step = ("Lihat janji Anda", "visits.visit")


class AlreadyCounted(Refusal):
    """Whoever is counted needs no visit."""

    code = "307"
    status = 409
    message = "Keluarga Anda sudah tercatat. Kunjungan tidak diperlukan lagi. Terima kasih."
    next_step = ("Lihat tanda terima", "visits.visit")


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
    message = (
        "Data itu tidak cocok dengan daftar kami. Periksa lagi, atau isi sensus langsung dari halaman awal."
    )
    next_step = ("Ke halaman awal", "enumeration.start")
