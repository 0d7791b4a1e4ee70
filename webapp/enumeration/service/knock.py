"""Knocking: a pair of numbers is looked up, and nobody is told whether it was found.

Whoever has no letter goes on to the same page in every case: a family of the register, one that is not in it, and
one that somebody has claimed. Only a paper that does not fit is refused here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from webapp.enumeration import queries
from webapp.enumeration.rules import identity, numbers
from webapp.enumeration.rules.refusals import CardNewer, LetterRefused, PairUnknown
from webapp.enumeration.service import gate, stages
from webapp.households import service as households
from webapp.shared import clock, i18n


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


def knock(nik: str, kk: str, letter_number: str, who: gate.Visitor, since: datetime | None = None) -> Knock:
    """Look up a pair (16 digits each), with a letter number if there is one, which need not wait when it is right.

    since: when it was typed first, of somebody who has waited. Raises DoorClosed, MustWait, LetterRefused.
    """
    stages.require_entrance()
    household_id = households.find_by_pair(nik, kk)
    owner = households.find_by_letter(letter_number) if letter_number else None
    # The letter outranks the pair: with a card newer than the register the NIK alone has to be the family's.
    if owner is not None and (owner == household_id or households.may_hold_letter(owner, nik)):
        return Knock(nik, kk, owner, True, identity.LETTER)
    gate.ask(nik, kk, who, since)
    if letter_number:
        raise LetterRefused
    return Knock(nik, kk, household_id)


def forgive(came: Knock, who: gate.Visitor) -> None:
    """It was somebody who belongs here: the knock is not counted. That of a family nobody knows stays counted."""
    if not came.named:
        gate.settle(came.nik, came.kk, who, honest=came.household_id is not None)


def why_unknown(kk: str) -> PairUnknown:
    """Why a pair may be missing in the register, told from the digits of the card alone."""
    snapshot = queries.snapshot_date()
    shown = i18n.format_date(snapshot) if snapshot else "-"
    issued = numbers.is_newer_than(kk, snapshot, clock.today())
    if issued:
        return CardNewer(issued=i18n.format_date(issued), snapshot=shown)
    return PairUnknown(snapshot=shown)
