"""Numbers that cannot be anybody's, for made-up families.

NIK and KK carry sub-district 99 of the regency, which does not exist. Phones begin with +62 860, a prefix that
no operator has; their form is right, so that every check of a phone number passes them.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from webapp.households.rules import letters

_AREA = "331699"
_LETTER_STEP = 387_420_491  # no common divisor with letters.COUNT: every order comes once
_PHONE_STEP = 38_742_049  # the same for the eight digits of a phone


class Numbers:
    """Hands out NIK, KK, letter numbers and phones, none twice."""

    def __init__(self, seed: int) -> None:
        rng = Random(f"numbers:{seed}")  # noqa: S311  made-up data must repeat
        self._first_letter = rng.randrange(letters.COUNT)
        self._first_phone = rng.randrange(10**8)
        self._families = self._phones = 0
        self._serials: Counter[str] = Counter()

    def letter_number(self) -> str:
        self._families += 1
        return letters.letter_number((self._first_letter + self._families * _LETTER_STEP) % letters.COUNT)

    def phone(self) -> str:
        self._phones += 1
        return f"+62860{(self._first_phone + self._phones * _PHONE_STEP) % 10**8:08}"

    def nik(self, born: date, *, female: bool) -> str:
        return self._numbered("nik", f"{_AREA}{born.day + 40 * female:02}{born:%m%y}")

    def kk(self, issued: date) -> str:
        return self._numbered("kk", f"{_AREA}{issued:%d%m%y}")

    def _numbered(self, kind: str, beginning: str) -> str:
        serial = self._serials[kind + beginning] = self._serials[kind + beginning] + 1
        if serial > 9999:
            raise ValueError("more people on one day than a NIK has serials")
        return f"{beginning}{serial:04}"
