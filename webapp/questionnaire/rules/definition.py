"""A definition: pages of questions, and the way through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from webapp.questionnaire.rules.kinds import Value
from webapp.questionnaire.rules.page import Page
from webapp.questionnaire.rules.question import Answers, Person, Question, Scope, known


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """One version of the questionnaire. Household pages are asked without a person, person pages with one."""

    version: str
    questions: Mapping[str, Question]
    all_pages: Mapping[str, Page]

    def pages(self, scope: Scope) -> tuple[Page, ...]:
        return _pages(self, scope)

    def page(self, key: str) -> Page:
        """Return the page of that key. Raises KeyError."""
        return self.all_pages[key]

    def next_page(
        self, answers: Answers, person: Person | None = None, after: str | None = None
    ) -> str | None:
        """Return the key of the page that follows `after` (None: the first), None behind the last.

        Raises KeyError when there is no page `after`.
        """
        pages = list(self.all_pages.values())
        start = pages.index(self.all_pages[after]) + 1 if after is not None else 0
        scope, facts = _scope(person), known(answers, person)
        return next((p.key for p in pages[start:] if p.scope == scope and any(p.applying(facts))), None)

    def shown_pages(self, answers: Answers, person: Person | None = None) -> tuple[Page, ...]:
        """Return the pages to be walked through: the household's, or with a person that person's."""
        facts = known(answers, person)
        return tuple(page for page in self.pages(_scope(person)) if any(page.applying(facts)))

    def open_page(self, answers: Answers, person: Person | None = None) -> str | None:
        """Return the first page on which something is missing, None when all is answered."""
        facts = known(answers, person)
        return next((page.key for page in self.pages(_scope(person)) if any(page.lacking(facts))), None)

    def missing(self, answers: Answers, person: Person | None = None) -> list[Question]:
        """Return the questions that must be answered and are not."""
        facts = known(answers, person)
        return [question for page in self.pages(_scope(person)) for question in page.lacking(facts)]

    def applicable(self, answers: Answers, person: Person | None = None) -> dict[str, Value]:
        """Return the answers to keep: those of questions that are asked, in the order of the questionnaire."""
        return {q.key: answers[q.key] for q in self.asked(answers, person) if q.key in answers}

    def asked(self, answers: Answers, person: Person | None = None) -> tuple[Question, ...]:
        """Return every question that is asked, in the order of the questionnaire."""
        facts = known(answers, person)
        return tuple([question for page in self.pages(_scope(person)) for question in page.applying(facts)])


@cache
def _pages(definition: Definition, scope: Scope) -> tuple[Page, ...]:
    return tuple(page for page in definition.all_pages.values() if page.scope == scope)


def _scope(person: Person | None) -> Scope:
    return "person" if person else "household"
