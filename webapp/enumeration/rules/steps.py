"""The way through a family's form: which step comes first, next and last, on plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from webapp.enumeration.rules.members import Member, living_here
from webapp.questionnaire.rules import Definition, Page, Person, Question, Value

Answers = Mapping[str, Value]
TOTAL = 6  # address, housing, members, each person, summary, receipt


class Step(NamedTuple):
    """One page of the way. kind: household, members, person, summary; n: the person's position."""

    kind: str
    page: str = ""
    n: int = 0

    @property
    def url(self) -> str:
        if self.kind == "person":
            return f"/form/person/{self.n}/{self.page}"
        return f"/form/{self.page or self.kind}"


MEMBERS, SUMMARY = Step("members"), Step("summary")


@cache
def pages_before(page: Page, definition: Definition) -> tuple[Page, ...]:
    """Return the pages of the same scope that come earlier, the nearest first."""
    pages = definition.pages(page.scope)
    return pages[: pages.index(page)][::-1]


@cache
def number_of(kind: str, page: str, definition: Definition) -> int:
    """Return the n of "Langkah n dari 6"."""
    pages = [page.key for page in definition.pages("household")]
    if kind == "household":
        return pages.index(page) + 1
    return len(pages) + {"members": 1, "person": 2, "summary": 3}[kind]


def person_of(member: Member, day: date) -> Person:
    return Person(member.answers, day)


def after_household_page(page: str, definition: Definition) -> Step:
    """Return the step behind a page of the household."""
    pages = [each.key for each in definition.pages("household")]
    at = pages.index(page) + 1
    return Step("household", pages[at]) if at < len(pages) else MEMBERS


def after_person_page(
    member: Member, answers: Answers, page: str, definition: Definition, day: date
) -> Step | None:
    """Return the same person's next page, None behind the last."""
    following = definition.next_page(answers, person_of(member, day), after=page)
    return Step("person", following, member.position) if following else None


def first_of_person(member: Member, answers: Answers, definition: Definition, day: date) -> Step:
    """Return the person's first page."""
    page = definition.next_page(answers, person_of(member, day))
    return Step("person", page or definition.pages("person")[0].key, member.position)


def next_person(members: Sequence[Member], after: int) -> Member | None:
    """Return the next member who lives here, by position."""
    return next((member for member in living_here(members) if member.position > after), None)


def missing_of_household(
    address: Member, answers: Answers, page: str, definition: Definition
) -> list[Question]:
    """Return what is missing on one page of the household."""
    return definition.page(page).missing({**address.answers, **answers})


def is_confirmed(member: Member) -> bool:
    """Has the family said who this is and where?"""
    return all(member.answers.get(key) for key in ("name", "presence", "relationship"))


def first_open(
    definition: Definition,
    address: Member,
    members: Sequence[Member],
    answers: Mapping[UUID, Answers],
    day: date,
) -> Step:
    """Return where to go on: the first step on which something is missing, else the summary.

    `answers` are those of each member (and of the address) by id.
    """
    own = answers.get(address.id, {})
    for page in definition.pages("household"):
        if missing_of_household(address, own, page.key, definition):
            return Step("household", page.key)
    if not members or not all(is_confirmed(member) for member in members):
        return MEMBERS
    for member in living_here(members):
        page_key = definition.open_page(answers.get(member.id, {}), person_of(member, day))
        if page_key:
            return Step("person", page_key, member.position)
    return SUMMARY
