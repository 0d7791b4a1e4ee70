"""Dates as people write them: three fields of a page, or one line of text."""

from __future__ import annotations

import re
from datetime import date

from webapp.questionnaire.rules.refusals import (
    DateIncomplete,
    FutureDate,
    ImpossibleDate,
    ShortYear,
    TooLongAgo,
)
from webapp.questionnaire.rules.text import plain_digits

OLDEST_YEARS = 130
# The first three letters of the months in Indonesian, with the English and Javanese spellings that differ.
_NAMES = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_OTHER_NAMES = {"peb": 2, "may": 5, "aug": 8, "agt": 8, "ags": 8, "oct": 10, "nop": 11, "dec": 12}
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)} | _OTHER_NAMES


def read_date(parts: tuple[str, ...], today: date) -> date:
    """Return the day that three fields (day, month, year) or one text ("17 Agustus 1990", "1990-08-17") name.

    Raises DateIncomplete, ShortYear, ImpossibleDate, FutureDate (after `today`) or TooLongAgo.
    """
    words = [plain_digits(part) for part in parts] if len(parts) == 3 else _split(plain_digits(parts[0]))
    if len(words) != 3 or not all(words):
        raise DateIncomplete
    day, month, year = _number(words[0]), _month(words[1]), _number(words[2])
    if year < 100 and len(words[2]) <= 2:
        raise ShortYear
    try:
        found = date(year, month, day)
    except (ValueError, OverflowError):
        raise ImpossibleDate from None
    if found > today:
        raise FutureDate
    if found.year < today.year - OLDEST_YEARS:
        raise TooLongAgo
    return found


def _split(text: str) -> list[str]:
    words = re.findall(r"\w+", text)
    return words[::-1] if words and len(words[0]) == 4 and words[0].isdigit() else words


def _number(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) <= 4):
        raise ImpossibleDate
    return int(word)


def _month(word: str) -> int:
    named = _MONTHS.get(word[:3].casefold())
    return named if named else _number(word)
