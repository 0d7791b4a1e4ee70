"""Tables of the enumeration: stages, household keys, versions of a family's answers, seats, drafts, receipts.

Answers lie sealed under a random data key per version, which is wrapped to the statistics office and to the
household; rosters lie sealed under the field key (docs/adr/0003).
"""

from webapp.enumeration.models.answers import DraftPage, RosterPage, Seat, Version
from webapp.enumeration.models.claims import Claim, Decision, PinNumber
from webapp.enumeration.models.doors import StageDoor
from webapp.enumeration.models.figures import FeedbackCount, PaceCount, StepCount
from webapp.enumeration.models.proofs import Facts, PersonIndex, Receipt, Unsent

__all__ = [
    "Claim",
    "Decision",
    "DraftPage",
    "Facts",
    "FeedbackCount",
    "PaceCount",
    "PersonIndex",
    "PinNumber",
    "Receipt",
    "RosterPage",
    "Seat",
    "StageDoor",
    "StepCount",
    "Unsent",
    "Version",
]
