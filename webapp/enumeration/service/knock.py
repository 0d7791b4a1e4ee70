"""Knocking: a pair of numbers is looked up, and nobody is told whether it was found.

Whoever has no letter goes on to the same page in every case: a family of the register, one that is not in it, and
one that somebody has claimed. Only a paper that does not fit is refused here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from webapp.enumeration import queries
from webapp.enumeration.rules import identity, numbers
from webapp.enumeration.rules.refusals import CardNewer, LetterRefused, PairUnknown
from webapp.enumeration.service import stages
from webapp.households import service as households
from webapp.shared import clock, i18n, throttle
from webapp.shared.db import transaction
from webapp.shared.errors import TooManyTries

MINUTES = 15
_BY_NIK, _BY_ADDRESS = 10, 100  # knocks without a letter, and failed ones with it, in MINUTES


@dataclass(frozen=True, slots=True)
class Knock:
    """Who stands at the door: what was typed, and what it proves.

    household_id: None where the register lacks the pair. named: the register's names may be shown. how: one of
    identity.WAYS. claim_id and number_id: of a number that replaces a PIN.
    """

    nik: str = field(repr=False)
    kk: str = field(repr=False)
    household_id: UUID | None = None
    named: bool = False
    how: str = identity.PAIR
    claim_id: UUID | None = None
    number_id: UUID | None = None

    def proven(self, how: str, household_id: UUID, claim_id: UUID | None, number_id: UUID) -> Knock:
        """The same, with a number that replaces a PIN. Of a slip: its officer has seen the card."""
        named = self.named or how == identity.SLIP
        return replace(
            self, how=how, household_id=household_id, claim_id=claim_id, number_id=number_id, named=named
        )


def tried(came: Knock) -> str:
    """The name of a family in limits, also of one that nobody knows."""
    return str(came.household_id or f"{came.nik}:{came.kk}")


def knock(nik: str, kk: str, letter_number: str, address: str) -> Knock:
    """Look up a pair (16 digits each), with a letter number if there is one. address: of the network, for the limit.

    Raises DoorClosed, TooManyTries, LetterRefused.
    """
    stages.require_entrance()
    _refuse_if_spent("knock-nik", nik, _BY_NIK)
    _refuse_if_spent("knock-address", address, _BY_ADDRESS)
    household_id = households.find_by_pair(nik, kk)
    if not letter_number:
        _count(nik, address)
        return Knock(nik, kk, household_id)
    owner = households.find_by_letter(letter_number)
    # The letter outranks the pair: with a card newer than the register the NIK alone has to be the family's.
    if owner is not None and (owner == household_id or households.may_hold_letter(owner, nik)):
        return Knock(nik, kk, owner, True, identity.LETTER)
    _count(nik, address)
    raise LetterRefused


def forgive(came: Knock, address: str) -> None:
    """It was somebody who belongs here: the knock is not counted."""
    throttle.give_back("knock-nik", came.nik, MINUTES * 60)
    throttle.give_back("knock-address", address, MINUTES * 60)


def why_unknown(kk: str) -> PairUnknown:
    """Why a pair may be missing in the register, told from the digits of the card alone."""
    snapshot = queries.snapshot_date()
    shown = i18n.format_date(snapshot) if snapshot else "-"
    issued = numbers.is_newer_than(kk, snapshot, clock.today())
    if issued:
        return CardNewer(issued=i18n.format_date(issued), snapshot=shown)
    return PairUnknown(snapshot=shown)


def _refuse_if_spent(bucket: str, value: str, limit: int) -> None:
    if throttle.spent(bucket, value, limit, MINUTES * 60):
        raise TooManyTries(minutes=MINUTES)


def _count(nik: str, address: str) -> None:
    with transaction():
        throttle.hit("knock-nik", nik, _BY_NIK, MINUTES * 60)
        throttle.hit("knock-address", address, _BY_ADDRESS, MINUTES * 60)
