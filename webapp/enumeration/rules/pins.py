"""What may be a PIN: 6 digits or more, or a password; nothing that is guessed first."""

from __future__ import annotations

import unicodedata

from webapp.enumeration.rules.refusals import PinUnfit

SHORTEST, LONGEST = 6, 100
_RUNS = "01234567890123456789 98765432109876543210"


def read_pin(text: str, *known: str) -> str:
    """Return the PIN in one spelling. Raises PinUnfit when it is short, a run, a repetition, or part of `known`."""
    pin = unicodedata.normalize("NFKC", text).strip()
    if not SHORTEST <= len(pin) <= LONGEST or len(set(pin)) < 3:
        raise PinUnfit
    if pin in _RUNS or any(pin in number for number in known if number):
        raise PinUnfit
    if pin.isdigit() and (pin[:3] * 2 == pin or pin[:2] * 3 == pin):
        raise PinUnfit
    return pin


def same_spelling(text: str) -> str:
    """A typed PIN as read_pin() keeps it, for comparing."""
    return unicodedata.normalize("NFKC", text[: LONGEST * 2]).strip()
