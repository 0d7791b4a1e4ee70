"""What is odd about a member, each as a question with yes or no. Whatever was told, none of them raises."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from webapp.questionnaire.rules.identity import birth_and_sex_of_nik
from webapp.questionnaire.rules.question import Answers

_GENERATION = 10  # years


@dataclass(frozen=True)
class Told:
    """A member to whom the checks are put: roster answers and others together, and the day on which ages count."""

    answers: Answers
    day: date
    head: Answers | None = None  # of the head of the family, where that is somebody else

    @cached_property  # half of the checks ask for it
    def age(self) -> int | None:
        """Completed years; None without a birth date that can be read."""
        born = born_on(self.answers)
        return years_between(born, self.day) if born else None


def born_on(answers: Answers) -> date | None:
    try:
        return date.fromisoformat(str(answers.get("birth_date") or ""))
    except ValueError:
        return None


def years_between(first: date, later: date) -> int:
    """Return completed years, below zero when `later` is before `first`."""
    return later.year - first.year - ((later.month, later.day) < (first.month, first.day))


def younger_than(years: int) -> Callable[[Told], bool]:
    return lambda told: told.age is not None and told.age < years


def same_sex(told: Told) -> bool:
    sex, of_head = told.answers.get("sex"), (told.head or {}).get("sex")
    return told.answers.get("relationship") == "spouse" and bool(sex) and sex == of_head


def child_too_near(told: Told) -> bool:
    born, of_head = born_on(told.answers), born_on(told.head or {})
    is_child = told.answers.get("relationship") == "child"
    return is_child and bool(born and of_head) and years_between(of_head, born) < _GENERATION  # type: ignore[arg-type]


def _nik(told: Told) -> str | None:
    nik = str(told.answers.get("nik") or "")
    return nik if re.fullmatch("[0-9]{16}", nik) else None


def date_unlike_nik(told: Told) -> bool:
    nik, born = _nik(told), born_on(told.answers)
    if nik is None or born is None:
        return False
    found = birth_and_sex_of_nik(nik, born)
    return found is None or found[0] != born


def sex_unlike_nik(told: Told) -> bool:
    nik, sex = _nik(told), told.answers.get("sex")
    found = birth_and_sex_of_nik(nik, born_on(told.answers), today=told.day) if nik and sex else None
    return found is not None and found[1] != sex


def both(key: str, values: frozenset[str], other: Callable[[Told], bool]) -> Callable[[Told], bool]:
    return lambda told: told.answers.get(key) in values and other(told)
