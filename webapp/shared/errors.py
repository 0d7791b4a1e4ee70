"""Refusals: every "no" of Catat has a short code, a sentence that says how to go on, and one next step.

Code ranges: 1xx identity and enumeration, 2xx questionnaire, 3xx visits and field work, 4xx addresses and
sessions, 5xx the machine, 6xx text messages, 7xx staff, 8xx import. A code is printed to people and quoted on
the telephone, so it is never reused for something else.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):  # an answer to a person, not a fault of the program
    """A rule said no. `message` is an Indonesian msgid; params fill its %(name)s places.

    next_step is (label msgid, endpoint); None means the page itself is the next step (a field to mend).
    """

    code: ClassVar[str] = "400"
    status: ClassVar[int] = 400
    message: ClassVar[str] = "Permintaan ini tidak dapat kami proses."
    next_step: ClassVar[tuple[str, str] | None] = ("Kembali ke halaman awal", "enumeration.start")

    def __init__(self, **params: object) -> None:
        super().__init__(self.code)
        self.params = params


class SignedOut(Refusal):
    code = "401"
    status = 401
    message = "Sesi Anda sudah berakhir. Jawaban yang sudah disimpan tetap aman. Silakan masuk lagi."
    next_step = ("Masuk lagi", "enumeration.start")


class StaffSignedOut(Refusal):
    code = "402"
    status = 401
    message = "Sesi Anda sudah berakhir. Silakan masuk lagi."
    next_step = ("Masuk", "staff.sign_in")


class Forbidden(Refusal):
    code = "403"
    status = 403
    message = "Halaman ini bukan untuk peran atau wilayah tugas Anda."
    next_step = ("Kembali ke halaman petugas", "staff.home")


class NotFound(Refusal):
    code = "404"
    status = 404
    message = "Halaman yang Anda cari tidak ada."


class FormExpired(Refusal):
    """The CSRF check failed; the view shows the form again with what was typed."""

    code = "419"
    status = 422
    message = "Halaman ini sudah lama terbuka. Isian Anda masih ada. Tekan tombolnya sekali lagi."
    next_step = None


class SentFromElsewhere(Refusal):
    code = "421"
    status = 403
    message = "Kiriman ini tidak datang dari halaman kami. Buka halaman awal, lalu isi dari sana."


class ChangedMeanwhile(Refusal):
    code = "409"
    status = 409
    message = "Data ini baru saja diubah di tempat lain. Buka kembali halamannya, lalu periksa isinya."


class TooManyTries(Refusal):
    code = "429"
    status = 429
    message = "Terlalu banyak percobaan. Tunggu %(minutes)s menit, lalu coba lagi."


class DatabaseAway(Refusal):
    code = "503"
    status = 503
    message = "Layanan sedang sibuk. Jawaban yang sudah disimpan tetap aman. Coba lagi sebentar lagi."
