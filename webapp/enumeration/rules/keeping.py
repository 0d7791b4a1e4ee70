"""Every "no" about going on later: 140-149."""

from __future__ import annotations

from webapp.enumeration.rules.refusals import DoorClosed
from webapp.shared.errors import Refusal


class DoorClosedAskVisit(DoorClosed):
    """A closed door beside which a visit can be asked for."""

    next_step = ("Minta dikunjungi petugas", "visits.visit")


class CorrectionBegun(Refusal):
    """Another phone of the family mends its answers; the PIN opens what it has done so far."""

    code = "140"
    status = 409
    message = "Perbaikan jawaban sudah dimulai dari HP lain. Masuk lagi dengan PIN untuk melanjutkannya."
    next_step = ("Masuk lagi", "enumeration.start")


class FormKept(Refusal):
    """The session had ended when a page was sent. What was typed waits sealed, and is saved after signing in."""

    code = "141"
    status = 401
    message = "Waktu halaman ini habis. Isian Anda disimpan terkunci sampai pukul %(time)s. Masuk lagi untuk lanjut."
    next_step = ("Masuk lagi", "enumeration.start")


class FormKeptForPin(FormKept):
    """The same, where the session still says which family it was: only the PIN is missing."""

    code = "142"
    next_step = ("Masukkan PIN", "enumeration.pin")
