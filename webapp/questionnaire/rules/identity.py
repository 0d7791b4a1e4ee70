"""The numbers of Indonesian identity cards (census.md, section 5). Always text, never a number.

NIK: area 6, birth date DDMMYY with 40 added to the day for women, serial 4. KK: area of issue 6, date of issue
DDMMYY, serial 4. Neither has a check digit, and neither is corrected when the date in it was wrong, so a
doubtful date is told by `birth_and_sex_of_nik` returning None and never refused here.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from webapp.questionnaire.rules.refusals import AnswerRefused
from webapp.questionnaire.rules.text import clean, plain_digits

LENGTH = 16
WIB = timezone(timedelta(hours=7), "WIB")
_SEPARATORS = str.maketrans("", "", " .-_·•‐‑‒–—−")


class WrongNikLength(AnswerRefused):
    code = "221"
    message = "NIK terdiri dari 16 angka, yang tertulis %(count)s angka. Periksa lagi di KTP atau KK."


class NikNotDigits(AnswerRefused):
    code = "222"
    message = "NIK hanya berisi angka. Hapus huruf atau tanda lainnya."


class NikSerialZero(AnswerRefused):
    code = "223"
    message = "Empat angka terakhir NIK tidak mungkin 0000. Periksa lagi di KTP atau KK."


class WrongKkLength(AnswerRefused):
    code = "224"
    message = "Nomor KK terdiri dari 16 angka, yang tertulis %(count)s angka. Periksa lagi di bagian atas KK."


class KkNotDigits(AnswerRefused):
    code = "225"
    message = "Nomor KK hanya berisi angka. Hapus huruf atau tanda lainnya."


class KkSerialZero(AnswerRefused):
    code = "226"
    message = "Empat angka terakhir nomor KK tidak mungkin 0000. Periksa lagi di bagian atas KK."


def compact(text: str) -> str:
    """Return the number without blanks, dots and dashes, with the digits of any script as 0-9."""
    return plain_digits(clean(text)).translate(_SEPARATORS)


def read_nik(text: str) -> str:
    """Return the 16 digits of a NIK. Raises WrongNikLength, NikNotDigits or NikSerialZero."""
    return _read(text, WrongNikLength, NikNotDigits, NikSerialZero)


def read_kk(text: str) -> str:
    """Return the 16 digits of a family card's number. Raises WrongKkLength, KkNotDigits or KkSerialZero."""
    return _read(text, WrongKkLength, KkNotDigits, KkSerialZero)


def _read(
    text: str, length: type[AnswerRefused], letters: type[AnswerRefused], serial: type[AnswerRefused]
) -> str:
    number = compact(text)
    if number and not (number.isascii() and number.isdigit()):
        raise letters
    if len(number) != LENGTH:
        raise length(count=len(number))
    if number.endswith("0000"):
        raise serial
    return number


def birth_and_sex_of_nik(
    nik: str, near: date | None = None, *, today: date | None = None
) -> tuple[date, str] | None:
    """Return the birth date and "male" or "female" that a NIK of 16 digits tells, None for an impossible date.

    The century is the one nearer to `near`, the birth date that the family typed; without it the latest that is
    not in the future. `today` is the day in WIB.
    """
    day = int(nik[6:8])
    sex = "female" if day > 40 else "male"
    born = _dated(day - 40 if day > 40 else day, int(nik[8:10]), int(nik[10:12]), near, today)
    return (born, sex) if born else None


def issue_date_of_kk(kk: str, *, today: date | None = None) -> date | None:
    """Return the day on which a family card was issued by its 16 digits, None for an impossible date."""
    return _dated(int(kk[6:8]), int(kk[8:10]), int(kk[10:12]), None, today)


def _dated(day: int, month: int, short_year: int, near: date | None, today: date | None) -> date | None:
    possible = [found for century in (2000, 1900) if (found := _date(century + short_year, month, day))]
    if near is not None:
        return min(possible, key=lambda found: abs(found - near), default=None)
    today = today or datetime.now(WIB).date()
    return next((found for found in possible if found <= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
