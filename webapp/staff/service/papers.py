"""Papers about staff: invitations to be cut apart, and cards to be carried at the door."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.shared import clock
from webapp.shared.i18n import format_date, gettext
from webapp.shared.letterhead import CENSUS, typed
from webapp.shared.paper import INSIDE, MARGIN, WIDTH, Paper, Sheet
from webapp.shared.settings import settings
from webapp.staff.models import Account
from webapp.staff.service.inviting import LIFE

SLIPS, SLIP_HEIGHT = 3, 90.0  # a sheet; millimetres
CARD_WIDTH, CARD_HEIGHT, COLUMNS, ROWS = 85.6, 54.0, 2, 4  # as bank cards are; a sheet


def invitation_paper(invited: Sequence[tuple[Account, str]]) -> bytes:
    """A PDF with three slips a sheet: whose, the code in large type, what to do. No address carries the code."""
    paper = Paper(gettext("Undangan petugas"), one_sided=True)
    for start in range(0, len(invited), SLIPS):
        sheet = paper.sheet()
        for place, (account, code) in enumerate(invited[start : start + SLIPS]):
            top = 12 + place * SLIP_HEIGHT
            _slip(sheet, top, account, code)
            if place:
                sheet.line(0, top - 3, WIDTH, top - 3, 0.2, dashed=True)
    return paper.to_bytes()


def _slip(sheet: Sheet, top: float, account: Account, code: str) -> None:
    address = f"{settings().public_url}/staff/invitation"
    sheet.text(MARGIN, top + 6, CENSUS, 11, style="bold")
    sheet.text(MARGIN, top + 15, account.name, 17, style="bold")
    sheet.text(MARGIN, top + 22, gettext("Nama pengguna: %(name)s") % {"name": account.username}, 12)
    sheet.box(MARGIN, top + 26, 120, 17, weight=0.8)
    sheet.text(MARGIN + 5, top + 38, code, 27, style="bold", spacing=0.6)
    sheet.qr(WIDTH - MARGIN - 38, top + 4, 38, address)
    until = format_date(clock.to_wib(clock.now() + LIFE).date())
    steps = [
        gettext("Buka %(address)s di ponsel Anda, atau pindai gambar di kanan.")
        % {"address": typed(address)},
        gettext("Ketik kode di atas, buat kata sandi Anda sendiri, lalu pasang kode di ponsel."),
        gettext("Berlaku sekali, sampai %(day)s. Jangan difoto atau dikirim. Buang setelah dipakai.")
        % {"day": until},
    ]
    sheet.bullets(MARGIN, top + 51, INSIDE, steps, 11, numbered=True)


def card_paper(accounts: Sequence[tuple[Account, str]]) -> bytes:
    """A PDF with eight cards a sheet. Each account comes with the words for its area."""
    paper = Paper(gettext("Kartu petugas"), one_sided=True)
    left = (WIDTH - COLUMNS * CARD_WIDTH) / 2
    for start in range(0, len(accounts), COLUMNS * ROWS):
        sheet = paper.sheet()
        for place, (account, area) in enumerate(accounts[start : start + COLUMNS * ROWS]):
            x, y = left + place % COLUMNS * CARD_WIDTH, 18 + place // COLUMNS * (CARD_HEIGHT + 6)
            _card(sheet, x, y, account, area)
    return paper.to_bytes()


def _card(sheet: Sheet, x: float, y: float, account: Account, area: str) -> None:
    """Number, name, area, last day: what the page behind the QR code confirms, and nothing more."""
    known = settings()
    sheet.box(x, y, CARD_WIDTH, CARD_HEIGHT, weight=0.2)
    sheet.text(x + 4, y + 7, CENSUS, 10, style="bold")
    sheet.text(x + 4, y + 12, gettext("PETUGAS"), 8, spacing=0.5)
    sheet.text(x + 4, y + 21, account.officer_number, 18, style="bold")
    end = sheet.block(x + 4, y + 27.5, 46, account.name, 12, style="bold")
    end = sheet.block(x + 4, max(end, y + 33), 46, area, 8.5)
    sheet.text(
        x + 4, max(end, y + 41), gettext("Sampai %(day)s") % {"day": format_date(account.valid_until)}, 8.5
    )
    sheet.qr(x + 51, y + 4, 32, f"{known.public_url}/officer/{account.officer_number}")
    to = f" ke {known.sms_office_number}" if known.sms_office_number else ""
    sms = f"SMS PETUGAS {account.officer_number}{to}"
    words = gettext("Periksa: pindai gambar, atau %(sms)s. Petugas tidak meminta uang.") % {"sms": sms}
    sheet.block(x + 4, y + 47, CARD_WIDTH - 8, words, 7.5)
