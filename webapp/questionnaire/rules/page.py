"""A page: several short questions on one screen, and how its form is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from webapp.questionnaire.rules.kinds import Value
from webapp.questionnaire.rules.question import Answers, Condition, Known, Person, Question, Scope, known
from webapp.questionnaire.rules.refusals import AnswerRefused, NotAnswered

Form = Mapping[str, list[str]]


class Reading(NamedTuple):
    """What a page was answered: values fit for JSON, and for each refused field the refusal."""

    values: dict[str, Value]
    errors: dict[str, AnswerRefused]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A screen of questions. `title` is by voice; `condition` tells whether the page is asked at all."""

    key: str
    scope: Scope
    title: Mapping[str, str]
    questions: tuple[Question, ...]
    keys: frozenset[str]
    condition: Condition | None = None

    def asked(self, answers: Answers, person: Person | None = None) -> bool:
        """Tell whether any question of the page is to be asked."""
        return any(self.applying(known(answers, person)))

    def applying(self, facts: Known) -> Iterator[Question]:
        """Give the questions that are to be asked."""
        if self.condition is None or self.condition.holds(facts):
            age = facts.age
            for (
                question
            ) in self.questions:  # question.asked(), spelled out: the most frequent call of a submit
                if (age is None or age >= question.ask_from_age) and (
                    question.condition is None or question.condition.holds(facts)
                ):
                    yield question

    def lacking(self, facts: Known) -> Iterator[Question]:
        """Give the questions that must be answered and are not."""
        return (q for q in self.applying(facts) if q.required and not facts.has(q.key))

    def missing(self, answers: Answers, person: Person | None = None) -> list[Question]:
        """Return the questions of this page that must be answered and are not."""
        return list(self.lacking(known(answers, person)))

    def shown(self, answers: Answers, person: Person | None = None) -> tuple[Question, ...]:
        """Return the questions to put on the page: those that apply, and those that may after an answer on it."""
        facts = known(answers, person)
        shown: list[Question] = []
        for question in self.questions:
            if question.ask_from_age and not question.old_enough(facts):
                continue
            parent = question.condition.question if question.condition else None
            waits = parent is not None and parent.key in self.keys
            if parent is None or (parent in shown if waits else question.asked(facts)):
                shown.append(question)
        return tuple(shown) if self.condition is None or self.condition.holds(facts) else ()

    def opened_by(self, question: Question) -> frozenset[str]:
        """Return the options of a question that open the one behind it; a browser may hide that one till then."""
        at = self.questions.index(question) + 1
        following = self.questions[at].condition if at < len(self.questions) else None
        return following.values if following and following.question is question else frozenset()

    def waits(self, question: Question) -> bool:
        """Tell whether a question is opened by the one before it on the page."""
        at = self.questions.index(question)
        return at > 0 and bool(self.opened_by(self.questions[at - 1]))

    def read(
        self,
        form: Form,
        answers: Answers,
        person: Person | None = None,
        *,
        prefix: str = "",
        only: Collection[str] | None = None,
        partial: bool = False,
        day: date | None = None,
    ) -> Reading:
        """Read the page's form. Answers to questions that do not apply are dropped.

        `answers` are the other pages' (this page's older ones are ignored); `prefix` stands before field names;
        `only` limits the reading to some questions; `partial` (save and leave) lets fields stay empty; `day` is
        today in WIB, which may be later than the day on which the person's age counts (a baby born since).
        """
        outer = {**person.roster, **answers} if person else answers
        now = {key: value for key, value in outer.items() if key not in self.keys}
        facts = Known(now, person.age(answers) if person else None)
        reading = Reading({}, {})
        for question in self.questions:
            # Asked in order: an answer on this very page (birth date, marital status) opens or closes the next.
            if (only is not None and question.key not in only) or not question.asked(facts):
                continue
            raw = typed(question, form, prefix)
            _read_into(reading, question, raw, partial, day)
            now |= reading.values
            if person and question.key == "birth_date":
                facts = Known(now, person.age(now))
        return reading

    def typed(self, form: Form, *, prefix: str = "") -> dict[str, list[str]]:
        """Return what was typed, as it was typed, to fill the page again after a refusal."""
        return {question.key: typed(question, form, prefix) for question in self.questions}


def typed(question: Question, form: Form, prefix: str) -> list[str]:
    """Return the texts of one question's fields in a form."""
    name = prefix + question.key
    if len(question.kind.suffixes) == 1:
        return form.get(name) or [""]
    return [(form.get(name + suffix) or [""])[0] for suffix in question.kind.suffixes]


def _read_into(reading: Reading, question: Question, raw: list[str], partial: bool, day: date | None) -> None:
    try:
        value = question.read(raw, day)
    except NotAnswered as refused:
        if not partial:
            reading.errors[question.key] = refused
    except AnswerRefused as refused:
        reading.errors[question.key] = refused
    else:
        if value is not None:
            reading.values[question.key] = value
