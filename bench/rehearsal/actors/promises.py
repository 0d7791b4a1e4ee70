"""What a page or a text promises: "Sel 19/1 08.00-11.00" or "Selasa, 19 Januari 2027 ... 08.00-11.00"."""

from __future__ import annotations

import re
from datetime import date

from bench.rehearsal.actors.cast import FIRST

Promise = tuple[date, str]
_MONTHS = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
]  # fmt: skip
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})\s+(\d\d\.\d\d)\s*[-–]\s*(\d\d\.\d\d)")
_LONG = re.compile(
    r"(\d{1,2}) (" + "|".join(_MONTHS) + r")(?: \d{4})?.{0,80}?(\d\d\.\d\d)\s*[-–]\s*(\d\d\.\d\d)", re.S
)
WINDOWS = {"08.00": "morning", "13.00": "midday", "15.30": "afternoon"}
HOURS = {"morning": (8, 0, 180), "midday": (13, 0, 150), "afternoon": (15, 30, 120)}  # from, and minutes long


def read(text: str) -> Promise | None:
    """The first promise in the text, None without one."""
    if found := _SHORT.search(text):
        month = int(found[2])
    elif found := _LONG.search(text):
        month = _MONTHS.index(found[2]) + 1
    else:
        return None
    window = WINDOWS.get(found[3])
    year = FIRST.year + (month < FIRST.month)
    return (date(year, month, int(found[1])), window) if window else None
