"""Who may speak for a family: ways to prove it, numbers that replace a PIN, and which sent version counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

PAIR, LETTER, SLIP, CODE = "pair", "letter", "slip", "code"
WAYS = (PAIR, LETTER, SLIP, CODE)
NUMBERS = (SLIP, CODE)
OUTRANKS = (LETTER, SLIP)  # from paper that was handed to the family, or after its card was seen

CALL, VISIT = "call", "visit"
DESK_GROUNDS = (CALL, VISIT)
GROUNDS = (CALL, VISIT, LETTER)

MOST_CLAIMS = 5  # open ones of a household; the oldest that has sent nothing gives way to a sixth
CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 3
SLIP_LIFE = timedelta(days=30)
PHONE_RESTS = timedelta(hours=72)  # a number that was just entered may not replace a PIN
PHONE_SILENT = timedelta(days=60)  # after that a number may have been sold to somebody else


@dataclass(frozen=True, slots=True)
class Sent:
    """A sent version as far as it matters here: whose hand (a claim or an officer), and how that hand proved itself."""

    version_id: UUID
    hand: str
    how: str  # one of WAYS, or "visit"
    conflicting: bool


def standing(mine: Sent, others: Iterable[Sent]) -> bool | None:
    """Does a version that is being sent count? True, None for True over others that step back, False: a person decides.

    The first hand counts, and goes on counting when it sends again. Paper that was handed to the family outranks
    NIK and KK; an officer's interview is outranked by nobody.
    """
    against = [one for one in others if one.hand != mine.hand and not one.conflicting]
    if not against:
        return True
    if mine.how in OUTRANKS and all(one.how in (PAIR, CODE) for one in against):
        return None
    return False


def may_get_code(since: datetime | None, heard_at: datetime | None, now: datetime) -> bool:
    """May a number replace a PIN: unchanged for 72 hours, and heard from within 60 days?"""
    return (
        since is not None
        and heard_at is not None
        and now - since >= PHONE_RESTS
        and now - heard_at <= PHONE_SILENT
    )
