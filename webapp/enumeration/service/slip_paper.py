"""The slip for a new PIN as one sheet: a number in large type, where to type it, and nothing about the family."""

from __future__ import annotations

from webapp.enumeration.rules import identity, numbers
from webapp.shared import clock
from webapp.shared.i18n import format_date, gettext, language
from webapp.shared.letterhead import footing, heading, typed
from webapp.shared.paper import INSIDE, MARGIN, Paper
from webapp.shared.settings import settings


def slip_paper(number: str) -> bytes:
    """A PDF of one page. The number works once, for a family that knows its NIK and KK."""
    paper = Paper(gettext("Lembar PIN"), language=language())
    sheet = paper.sheet()
    known = settings()
    heading(sheet, known.help_address, gettext("Sensus Penduduk Blora"))
    sheet.text(MARGIN, 37, gettext("Lembar PIN"), 26, style="bold")
    y = sheet.block(
        MARGIN, 48, INSIDE, gettext("Dengan angka ini keluarga Anda membuat PIN baru, satu kali."), 14
    )
    sheet.box(MARGIN, y, INSIDE, 30, weight=0.8)
    sheet.text(MARGIN + 7, y + 20, numbers.grouped(number), 34, style="bold", spacing=0.6)
    until = format_date(clock.to_wib(clock.now() + identity.SLIP_LIFE).date())
    steps = [
        gettext("Buka %(address)s dan masukkan NIK serta nomor KK.") % {"address": typed(known.public_url)},
        gettext("Pilih “Sudah punya PIN”, lalu “Lupa PIN”."),
        gettext("Masukkan angka di atas, lalu buat PIN yang baru."),
        gettext("Angka ini berlaku sampai %(day)s. Jangan berikan kepada siapa pun, juga kepada petugas.")
        % {"day": until},
    ]  # fmt: skip
    sheet.bullets(MARGIN, y + 42, INSIDE, steps, 12)
    footing(sheet, gettext("Jawaban Anda rahasia (UU 16/1997) dan hanya dipakai untuk statistik."))
    return paper.to_bytes()
