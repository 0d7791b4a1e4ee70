"""A definition: pages of questions, and the way through them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from webapp.questionnaire.rules.kinds import Value
from webapp.questionnaire.rules.question import Answers, Condition, Person, Question, Scope
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
        return self._open(answers, person) and any(q.applies(answers, person) for q in self.questions)

    def shown(self, answers: Answers, person: Person | None = None) -> tuple[Question, ...]:
        """Return the questions to put on the page: those that apply, and those that may after an answer on it."""
        if not self._open(answers, person):
            return ()
        known = {**person.roster, **answers} if person else answers
        shown: list[Question] = []
        for question in self.questions:
            parent = question.condition.question if question.condition else None
            may = parent in shown if parent and parent.key in self.keys else question.applies(known, person)
            if may and question.old_enough(known, person):
                shown.append(question)
        return tuple(shown)

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
        `only` limits the reading to some questions; `partial` (save and leave) lets fields stay empty.
        """
        known: dict[str, Value] = {k: v for k, v in answers.items() if k not in self.keys}
        day = day or (person.day if person else None)
        values: dict[str, Value] = {}
        errors: dict[str, AnswerRefused] = {}
        for question in self.questions:
            if (only is not None and question.key not in only) or not question.applies(
                known | values, person
            ):
                continue
            try:
                value = question.read(_typed(question, form, prefix), day)
            except NotAnswered as refused:
                if not partial:
                    errors[question.key] = refused
            except AnswerRefused as refused:
                errors[question.key] = refused
            else:
                if value is not None:
                    values[question.key] = value
        return Reading(values, errors)

    def typed(self, form: Form, *, prefix: str = "") -> dict[str, list[str]]:
        """Return what was typed, as it was typed, to fill the page again after a refusal."""
        return {question.key: _typed(question, form, prefix) for question in self.questions}

    def _open(self, answers: Answers, person: Person | None) -> bool:
        known = {**person.roster, **answers} if person else answers
        return self.condition is None or self.condition.holds(known, person)


def _typed(question: Question, form: Form, prefix: str) -> list[str]:
    name = prefix + question.key
    if len(question.kind.suffixes) == 1:
        return form.get(name) or [""]
    return [(form.get(name + suffix) or [""])[0] for suffix in question.kind.suffixes]


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """One version of the questionnaire. Household pages are asked without a person, person pages with one."""

    version: str
    questions: Mapping[str, Question]
    all_pages: Mapping[str, Page]

    def pages(self, scope: Scope) -> tuple[Page, ...]:
        return tuple(page for page in self.all_pages.values() if page.scope == scope)

    def page(self, key: str) -> Page:
        """Return the page of that key. Raises KeyError."""
        return self.all_pages[key]

    def shown_pages(self, answers: Answers, person: Person | None = None) -> tuple[Page, ...]:
        """Return the pages to be walked through: the household's, or with a person that person's."""
        scope: Scope = "person" if person else "household"
        return tuple(page for page in self.pages(scope) if page.asked(answers, person))

    def next_page(
        self, answers: Answers, person: Person | None = None, after: str | None = None
    ) -> str | None:
        """Return the key of the page that follows `after` (None: the first), None behind the last."""
        order = list(self.all_pages)
        start = order.index(after) + 1 if after is not None else 0
        return next((p.key for p in self.shown_pages(answers, person) if order.index(p.key) >= start), None)

    def open_page(self, answers: Answers, person: Person | None = None) -> str | None:
        """Return the first page on which something is missing, None when all is answered."""
        return next(
            (p.key for p in self.shown_pages(answers, person) if missing(p, answers, person)),
            None,
        )

    def missing(self, answers: Answers, person: Person | None = None) -> list[Question]:
        """Return the questions that must be answered and are not."""
        return [q for page in self.shown_pages(answers, person) for q in missing(page, answers, person)]

    def applicable(self, answers: Answers, person: Person | None = None) -> dict[str, Value]:
        """Return the answers to keep: those of questions that are asked, in the order of the questionnaire."""
        asked = [
            q for p in self.shown_pages(answers, person) for q in p.questions if q.applies(answers, person)
        ]
        return {q.key: answers[q.key] for q in asked if q.key in answers}


def missing(page: Page, answers: Answers, person: Person | None) -> list[Question]:
    """Return the questions of one page that must be answered and are not."""
    known = {**person.roster, **answers} if person else answers
    return [q for q in page.questions if q.required and q.key not in known and q.applies(known, person)]
