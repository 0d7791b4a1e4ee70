"""A family's form walked through once, for sending: what is asked of whom, what is missing, what is kept.

Asked one by one (the first open step, the answers that apply, how many stayed empty) each would walk through it anew.
"""

from __future__ import annotations

from typing import NamedTuple

from webapp.enumeration.rules import steps
from webapp.enumeration.rules.members import Member
from webapp.enumeration.service.sittings import Answers, Family
from webapp.questionnaire.rules import Question


class Walked(NamedTuple):
    """One member (or the address) with the questions that are asked of it."""

    member: Member
    said: Answers  # on its pages, those of the roster left out
    known: Answers  # the roster's under them
    asked: tuple[Question, ...]

    @property
    def lacking(self) -> list[Question]:
        """What must be answered and is not."""
        return [q for q in self.asked if q.required and self.known.get(q.key) in (None, "")]

    @property
    def applicable(self) -> Answers:
        """The answers to keep, in the order of the questionnaire."""
        return {
            question.key: self.known[question.key] for question in self.asked if question.key in self.known
        }

    @property
    def unanswered(self) -> int:
        """How many stayed empty, those that may stay empty included."""
        return len([question for question in self.asked if question.key not in self.known])


def walk(family: Family) -> list[Walked]:
    """The address, then everybody by position; of who does not live here nothing is asked."""
    return [_walked(family, member) for member in (family.address, *family.members)]


def _walked(family: Family, member: Member) -> Walked:
    said, definition = family.answers(member), family.sitting.definition
    known = {**member.answers, **said}
    if not member.position:
        return Walked(member, said, known, definition.asked(known))
    person = steps.person_of(member, family.sitting.day)
    return Walked(member, said, known, definition.asked(known, person) if member.lives_here else ())


def is_complete(everyone: list[Walked]) -> bool:
    """May this be sent? As first_open() finds it: nothing lacks, and every member is confirmed."""
    members = [each.member for each in everyone[1:]]
    return (
        bool(members) and all(map(steps.is_confirmed, members)) and not any(each.lacking for each in everyone)
    )
