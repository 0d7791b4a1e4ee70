"""A member of a version's roster on plain values, and what may be shown of one whose name is not opened yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from webapp.enumeration.rules.refusals import PageChanged
from webapp.questionnaire.rules import LIVES_HERE, Value

ADDRESS = 0  # the position of the family's address in the roster
ANY = -1  # the number of a form that does not say from which revision it was made


@dataclass(slots=True)
class Member:
    """answers: roster answers by question key; person: the register's row; initials: shown while the name is hidden."""

    id: UUID
    position: int
    revision: int = 0
    answers: dict[str, Value] = field(default_factory=dict)
    person: str = ""
    initials: str = ""
    named: bool = False  # the register's name was opened by a letter number or to an officer

    @property
    def lives_here(self) -> bool:
        return self.answers.get("presence") in LIVES_HERE

    @property
    def added(self) -> bool:
        """Added by the family: not in the register."""
        return self.answers.get("presence") == "new"

    @property
    def mark(self) -> str:
        """Its position, for a form."""
        return marked(self.position, self)

    def shown_name(self, unknown: str) -> str:
        """The name as typed or opened, else the initials, else `unknown`."""
        return str(self.answers.get("name") or self.initials or unknown)

    def as_sealed(self) -> dict[str, Any]:
        return {
            "answers": self.answers,
            "person": self.person,
            "initials": self.initials,
            "named": self.named,
        }


def marked(number: int, member: Member) -> str:
    """A number that a form carries (a revision, a position), bound to the member that the form was made for.

    The position of an added member is given again after a removal; an old page must say nothing about who came after.
    """
    return f"{number}.{member.id.hex[-8:]}" if member.added else str(number)


def number_in(said: str) -> int:
    """The number of marked(), ANY where the form does not say."""
    number = said.partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else ANY


def number_for(said: str, member: Member) -> int:
    """The number of marked(). Raises PageChanged for a form that was made for somebody else."""
    if said.partition(".")[2] not in ("", member.id.hex[-8:]):
        raise PageChanged
    return number_in(said)


def initials(name: str) -> str:
    """'S. R.' for 'Siti Rahayu'."""
    return " ".join(f"{word[0].upper()}." for word in name.split()[:3] if word[0].isalpha())


def living_here(members: Iterable[Member]) -> list[Member]:
    return [member for member in members if member.lives_here]
