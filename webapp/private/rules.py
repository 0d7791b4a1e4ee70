"""What a private answer refuses (codes 150-159), and the numbers that let a member in."""

from __future__ import annotations

from datetime import timedelta

from webapp.households.rules.letters import check_digit
from webapp.shared.errors import Refusal

CODE_LENGTH = 8
CODES = 9 * 10 ** (CODE_LENGTH - 2)  # seven digits by chance, the first 1-9, and a check digit
FROM_OFFICER, BY_TEXT = timedelta(days=7), timedelta(minutes=10)


def code(order: int) -> str:
    """Return the number with this place (0 <= order < CODES)."""
    first = str(order + 10 ** (CODE_LENGTH - 2))
    return first + check_digit(first)


def is_code(text: str) -> bool:
    return len(text) == CODE_LENGTH and text.isascii() and text.isdigit() and check_digit(text) == "0"


class NotLetIn(Refusal):
    """One answer for an unknown NIK, a wrong number, one that is over, and a wrong PIN."""

    code = "150"
    status = 422
    message = "NIK dan angka atau PIN itu tidak cocok, atau angkanya sudah lewat waktu. Periksa, atau minta yang baru."
    next_step = None


class FamilyUnknown(Refusal):
    """For the officer: the numbers lead to no family of the officer's area."""

    code = "151"
    status = 422
    message = "Keluarga dengan nomor itu tidak ada di wilayah tugas Anda. Periksa lagi nomornya."
    next_step = None


class PagesMissing(Refusal):
    """Something that must be answered is not."""

    code = "152"
    status = 422
    message = "Masih ada yang belum diisi. Lengkapi dulu, lalu kirim."
    next_step = None


class PageSavedElsewhere(Refusal):
    """Another window saved the same page in between."""

    code = "153"
    status = 409
    message = "Halaman ini sudah diubah di tempat lain. Periksa isiannya, lalu simpan sekali lagi."
    next_step = None
