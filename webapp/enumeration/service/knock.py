"""Knocking: a pair of numbers is looked up; why it is not found is told from the digits typed alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from webapp.enumeration import queries
from webapp.enumeration.rules import numbers
from webapp.enumeration.rules.refusals import CardNewer, LetterRefused, PairUnknown
from webapp.enumeration.service import stages
from webapp.households import service as households
from webapp.shared import clock, i18n, throttle
from webapp.shared.db import transaction
from webapp.shared.errors import TooManyTries

MINUTES = 15
_BY_NIK, _BY_ADDRESS = 10, 100  # failed tries in MINUTES


@dataclass(frozen=True, slots=True)
class Knock:
    """A pair that was typed. household_id: None for a family that will record itself as unmatched."""

    nik: str = field(repr=False)
    kk: str = field(repr=False)
    household_id: UUID | None = None
    named: bool = False  # the letter number was right


def knock(nik: str, kk: str, letter_number: str, address: str) -> Knock:
    """Find the family of a pair (16 digits each). address: of the network, for the limit.

    Raises DoorClosed, TooManyTries, LetterRefused, and PairUnknown or CardNewer, whose reason comes from the
    digits typed alone.
    """
    stages.require_entrance()
    _refuse_if_spent("knock-nik", nik, _BY_NIK)
    _refuse_if_spent("knock-address", address, _BY_ADDRESS)
    household_id = households.find_by_pair(nik, kk)
    if household_id is None:
        _count_failure(nik, address)
        stages.require_open("web")
        raise _unknown(kk)
    if letter_number and households.find_by_letter(letter_number) != household_id:
        _count_failure(nik, address)
        raise LetterRefused
    return Knock(nik, kk, household_id, bool(letter_number))


def _refuse_if_spent(bucket: str, value: str, limit: int) -> None:
    if throttle.spent(bucket, value, limit, MINUTES * 60):
        raise TooManyTries(minutes=MINUTES)


def _count_failure(nik: str, address: str) -> None:
    with transaction():
        throttle.hit("knock-nik", nik, _BY_NIK, MINUTES * 60)
        throttle.hit("knock-address", address, _BY_ADDRESS, MINUTES * 60)


def _unknown(kk: str) -> PairUnknown:
    snapshot = queries.snapshot_date()
    shown = i18n.format_date(snapshot) if snapshot else "-"
    issued: date | None = numbers.is_newer_than(kk, snapshot, clock.today())
    if issued:
        return CardNewer(issued=i18n.format_date(issued), snapshot=shown)
    return PairUnknown(snapshot=shown)
