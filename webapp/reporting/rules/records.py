"""What a family has said, as rows of the statistics: coded answers, ages, and nothing that names anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.questionnaire.rules import LIVES_HERE, Definition, Person, Question
from webapp.questionnaire.rules.question import Known, known

OLDEST = 98  # 98 stands for this age and above: a village's oldest would be known by it
MISSING, OTHER = "missing", "other"
COUNTED, NOT_RESIDENT, BORN_LATER = "yes", "not_resident", "born_later"
LEAVES = ("stay", "will_leave")  # here for less than a year and not to stay: counted where they live
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Variable:
    """A column that comes from a question. values: stored value -> (label, code of the census's lists)."""

    key: str
    label: str
    values: dict[str, tuple[str, int | None]]


def variables(definitions: Sequence[Definition], *, family: bool) -> list[Variable]:
    """The questions that become columns: those with options, and texts with suggestions, coded to these.

    Names, numbers, dates, addresses and any text without a list stay out: there is nothing to code them to.
    """
    found: dict[str, Variable] = {}
    for definition in definitions:
        for question in _coded(definition, family=family):
            values = found.setdefault(question.key, Variable(question.key, question.short, {})).values
            for option in question.options:
                values.setdefault(option.key, (option.label, option.code or None))
            for text in () if question.options else question.suggestions:
                values.setdefault(text, (text, None))
            if not question.options:
                values.setdefault(OTHER, ("Lainnya", None))
    return list(found.values())


def _coded(definition: Definition, *, family: bool) -> Iterator[Question]:
    for page in definition.all_pages.values():
        if (page.scope == "household") == family:
            yield from (one for one in page.questions if one.options or one.suggestions)


def coded(definition: Definition, said: Known, *, family: bool) -> dict[str, str | None]:
    """The answers as codes: None where the question was not asked, "missing" where it stayed empty."""
    return {
        question.key: _code(question, said) if question.asked(said) else None
        for question in _coded(definition, family=family)
    }


def _code(question: Question, said: Known) -> str:
    value = said.answers.get(question.key)
    if value in (None, ""):
        return MISSING
    if question.options:
        return str(value)
    folded = str(value).casefold().strip()
    return next((text for text in question.suggestions if text.casefold() == folded), OTHER)


def age_on(born: date, day: date) -> int:
    """Completed years; negative before birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def living_here(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The members of an opened version who are recorded as living with the family."""
    return [member for member in told["members"] if member["roster"].get("presence") in LIVES_HERE]


def override(told: Mapping[str, Any], private: Mapping[str, Any], person: str) -> None:
    """A member's private answer takes the place of what the family said of that member (docs/handbook/private.md).

    Where the family names no such member it stays aside: it is no proof of residence.
    """
    members = told["members"]
    mine = [one for one in members if person and one["person"] == person]
    nik = private["nik"]
    mine = mine or [one for one in members if nik and one["roster"].get("nik") == nik]
    for member in mine[:1]:
        answers = private["answers"]
        member["answers"], member["soft"] = dict(answers), {}
        member["roster"] |= {key: answers[key] for key in ("sex", "birth_date") if key in answers}


def person_row(definition: Definition, member: Mapping[str, Any], asked_on: date, day: date) -> Row:
    """A member as a row. asked_on: the day on which the questions were chosen; day: that of the census."""
    roster = member["roster"]
    said = known(member["answers"], Person(roster, asked_on))
    born_text = said.answers.get("birth_date")
    born = date.fromisoformat(str(born_text)) if born_text else None
    age = age_on(born, day) if born else None
    row: Row = {"age": None, "birth_year": None, "doubts": len(member.get("soft") or {})}
    if born and age is not None and age >= 0:
        row |= {"age": min(age, OLDEST), "birth_year": max(born.year, day.year - OLDEST - 1)}
    row |= coded(definition, said, family=False)
    row["counted"] = _counted(row, age)
    return row


def _counted(row: Row, age: int | None) -> str:
    if age is not None and age < 0:
        return BORN_LATER
    return NOT_RESIDENT if row.get(LEAVES[0]) == LEAVES[1] else COUNTED
