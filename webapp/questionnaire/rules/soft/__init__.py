"""Soft checks: answers that are possible and rare. Each is asked once as "is this right?" and blocks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from webapp.questionnaire.rules.family import LIVES_HERE
from webapp.questionnaire.rules.kinds import Value
from webapp.questionnaire.rules.question import Answers
from webapp.questionnaire.rules.soft.oddities import Told
from webapp.questionnaire.rules.soft.table import HEAD, SOFT_CHECKS, SoftCheck

__all__ = ["HEAD", "LOOKED_AT", "SOFT_CHECKS", "Doubt", "SoftCheck", "doubts_about", "family_doubts"]

# The answers that a check of one member alone looks at: on a page without any of them nothing is asked.
LOOKED_AT = frozenset(key for check in SOFT_CHECKS.values() if not check.with_head for key in check.looks_at)


class Doubt(NamedTuple):
    """A check that fires: of the member at a position of the list, with the values that it was asked about."""

    at: int
    check: SoftCheck
    about: tuple[Value | None, ...]
    told: Told


def doubts_about(answers: Answers, day: date, head: Answers | None = None, at: int = 0) -> list[Doubt]:
    """Return the checks that fire for one member, in the order of the table. Without a head the lone ones only."""
    told = Told(answers, day, head)
    return [
        Doubt(at, check, _about(check, told), told)
        for check in SOFT_CHECKS.values()
        if (head is not None or not check.with_head) and check.fires(told)
    ]


def family_doubts(members: Sequence[Answers], day: date) -> list[Doubt]:
    """Return what is asked about a family: only of those who live here, each with its only head."""
    here = [at for at, member in enumerate(members) if member.get("presence") in LIVES_HERE]
    heads = [at for at in here if members[at].get("relationship") == "head"]
    head = members[heads[0]] if len(heads) == 1 else None
    return [
        doubt for at in here for doubt in doubts_about(members[at], day, None if at in heads else head, at)
    ]


def _about(check: SoftCheck, told: Told) -> tuple[Value | None, ...]:
    own = tuple(told.answers.get(key) for key in check.looks_at)
    return own + tuple((told.head or {}).get(key) for key in check.with_head)
