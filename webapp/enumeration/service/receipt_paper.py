"""The receipt as one sheet of paper, in the language of the page that it is asked from."""

from __future__ import annotations

from datetime import datetime

from webapp.enumeration.rules import numbers
from webapp.shared.i18n import format_moment, gettext, language, ngettext
from webapp.shared.letterhead import RIGHT, footing, heading, typed
from webapp.shared.paper import INSIDE, MARGIN, Paper, Sheet
from webapp.shared.settings import settings

_BOX, _QR = 62.0, 58.0  # how high the framed part is, and its code


def receipt_paper(number: str, sent_at: datetime, persons: int | None = None) -> bytes:
    """A PDF of one page. It holds the number, the moment and how many persons, nobody's name."""
    paper = Paper(gettext("Tanda terima"), language=language())
    sheet = paper.sheet()
    known = settings()
    heading(sheet, known.help_address, gettext("Sensus Penduduk Blora"))
    sheet.text(MARGIN, 37, gettext("Tanda terima"), 26, style="bold")
    thanks = gettext("Terima kasih. Jawaban keluarga Anda sudah kami terima.")
    y = sheet.block(MARGIN, 48, INSIDE, thanks, 14)
    _number(sheet, y, number, sent_at, persons)
    _proof(sheet, y, f"{known.public_url}/receipt/{number}")
    y = sheet.block(MARGIN, y + _BOX + 14, INSIDE, gettext("Yang perlu Anda ketahui"), 13, style="bold")
    sheet.bullets(MARGIN, y + 1, INSIDE, _notes(), 11.5)
    footing(sheet, gettext("Jawaban Anda rahasia (UU 16/1997) dan hanya dipakai untuk statistik."))
    return paper.to_bytes()


def _number(sheet: Sheet, y: float, number: str, sent_at: datetime, persons: int | None) -> None:
    sheet.box(MARGIN, y, INSIDE, _BOX, weight=0.8)
    sheet.text(MARGIN + 7, y + 11, gettext("Nomor tanda terima"), 11)
    sheet.text(MARGIN + 7, y + 26, numbers.grouped(number), 34, style="bold", spacing=0.6)
    sheet.text(MARGIN + 7, y + 36, f"{gettext('Diterima')} {format_moment(sent_at)}", 12)
    if persons is not None:
        told = ngettext("%(num)s orang tercatat tinggal di rumah ini.",
                        "%(num)s orang tercatat tinggal di rumah ini.", persons)  # fmt: skip
        sheet.text(MARGIN + 7, y + 42.5, told % {"num": persons}, 12)


def _proof(sheet: Sheet, y: float, address: str) -> None:
    sheet.qr(RIGHT - _QR - 2, y + 2, _QR, address)
    told = gettext("Kode kotak ini membuka halaman yang hanya menyatakan bahwa nomor ini terdaftar:")
    below = sheet.block(MARGIN + 7, y + 50, INSIDE - _QR - 12, told, 9.5)
    sheet.block(MARGIN + 7, below, INSIDE - _QR - 12, typed(address), 9.5, style="bold")


def _notes() -> list[str]:
    return [
        gettext("Bila petugas datang, cukup tunjukkan nomor ini. Keluarga Anda tidak perlu didata lagi."),
        gettext("Simpan lembar ini. Di dalamnya tidak ada nama dan tidak ada jawaban Anda."),
        gettext("Petugas tidak pernah meminta uang, PIN, kode OTP, atau nama ibu kandung."),
        gettext("Bantuan: %(office)s atau kantor kecamatan Anda.") % {"office": settings().help_address},
    ]
