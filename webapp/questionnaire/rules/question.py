"""One question: its words, when it is asked, and the only way to read an answer to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from webapp.questionnaire.rules.identity import WIB
from webapp.questionnaire.rules.kinds import Kind, Limits, Option, Value
from webapp.questionnaire.rules.refusals import NotAnswered, NotChosen, SeveralAnswers
from webapp.questionnaire.rules.text import clean

Voice = Literal["self", "proxy", "doorstep"]
Scope = Literal["household", "roster", "person"]
VOICES: tuple[Voice, ...] = ("self", "proxy", "doorstep")
SCOPES: tuple[Scope, ...] = ("household", "roster", "person")
NAME = "{name}"  # the only placeholder of a wording
Answers = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the family as the questions see them.

    `roster` holds the roster answers by question key (name, presence, birth_date as ISO text ...), `day` is the
    day on which ages are counted (WIB).
    """

    roster: Answers
    day: date

    def age(self, answers: Answers) -> int | None:
        """Return completed years on the day, None when the birth date is not known."""
        told = answers.get("birth_date") or self.roster.get("birth_date")
        if not told:
            return None
        born = date.fromisoformat(str(told))
        return self.day.year - born.year - ((self.day.month, self.day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known when it is decided what to ask: roster and answers together, and the age."""

    answers: Answers
    age: int | None = None

    def has(self, key: str) -> bool:
        return self.answers.get(key) not in (None, "")


def known(answers: Answers, person: Person | None) -> Known:
    """Return the answers with the person's roster under them: what was answered last outranks the register."""
    if person is None:
        return Known(answers)
    return Known({**person.roster, **answers}, person.age(answers))


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Asked only when an earlier question was answered with one of `values`; no values: when left empty."""

    question: Question
    values: frozenset[str]

    def holds(self, facts: Known) -> bool:
        # An answer that no longer applies (work, of a child whose birth date was corrected) opens nothing.
        given = (facts.answers.get(self.question.key) or "") if self.question.asked(facts) else ""
        return given in self.values if self.values else given == ""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A question of a definition. Words are Indonesian msgids; immutable and shared between threads."""

    key: str
    kind: Kind
    wording: Mapping[str, str]  # by voice
    short: str  # for the summary of answers
    home: Literal["answers", "roster"] = "answers"  # where the answer is kept (architecture.md, section 4)
    hint: str = ""
    why: str = ""
    sms: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    suggestions: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    ask_from_age: int = 0
    condition: Condition | None = None

    def applies(self, answers: Answers, person: Person | None = None) -> bool:
        """Tell whether the question is to be asked, given the answers so far. An unknown age skips nothing."""
        return self.asked(known(answers, person))

    def asked(self, facts: Known) -> bool:
        return self.old_enough(facts) and (self.condition is None or self.condition.holds(facts))

    def old_enough(self, facts: Known) -> bool:
        return facts.age is None or facts.age >= self.ask_from_age

    def read(self, raw: str | Sequence[str], day: date | None = None) -> Value | None:
        """Return the value of an answer from any door, None when it may stay empty and does.

        `raw` is one text, or the fields of the kind in their order; `day` is today in WIB. A choice is read from
        its key, its code or its label. Raises AnswerRefused (codes 2xx).
        """
        parts = tuple(
            clean(part, self.limits.most_letters) for part in ((raw,) if isinstance(raw, str) else raw)
        )
        if len(self.kind.suffixes) == 1 and len(parts) > 1:
            if len(set(parts)) > 1:
                raise SeveralAnswers
            parts = parts[:1]
        if not any(parts):
            if self.required:
                raise NotChosen if self.kind.chosen else NotAnswered
            return None
        return self.kind.read(parts, self.limits, day or datetime.now(WIB).date())

    def shows(self, value: Value) -> str:
        """Return the words for a stored value: the option's label (a msgid), else the value itself as text."""
        return next((option.label for option in self.options if option.key == value), str(value))

    def code(self, value: Value) -> int | None:
        """Return the numeric code of a chosen option (census.md, section 4)."""
        return next((option.code for option in self.options if option.key == value), None)
