"""The closed set of kinds of question: how each reads an answer. The field of each stands in templates/questionnaire.

A reader gets the cleaned parts of an answer, at least one of them not empty, and returns a value fit for JSON
or raises AnswerRefused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from webapp.questionnaire.rules.dates import read_date
from webapp.questionnaire.rules.identity import read_nik
from webapp.questionnaire.rules.refusals import NoLetter, NotANumber, OutOfRange, TooLong, UnknownChoice
from webapp.questionnaire.rules.text import plain_digits, usable_name, usable_text

Value = str | int
DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. `key` is what is stored for ever; `code` is the number of census.md."""

    key: str
    code: int
    label: str
    group: str = ""
    offered: bool = True  # False: valid, but set by the program and never shown (a newly added member)
    to_self: bool = True  # False: not shown to somebody who answers for herself (nobody says that of himself)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader must know of its question."""

    most_letters: int = 100
    least: int = 0
    most: int = 999
    unit: str = ""  # a word that people put before the number ("RT 5")
    spoken: Mapping[str, str] = field(default_factory=dict)  # key, code and label, folded -> key


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    read: Callable[[tuple[str, ...], Limits, date], Value]
    suffixes: tuple[str, ...] = ("",)  # of the names of its fields
    chosen: bool = False  # answered by choosing an option


def _choice(parts: tuple[str, ...], limits: Limits, _day: date) -> Value:
    said = parts[0].casefold()
    found = limits.spoken.get(said) or limits.spoken.get(plain_digits(said).lstrip("0"))
    if found is None:
        raise UnknownChoice
    return found


def _text(parts: tuple[str, ...], limits: Limits, _day: date) -> Value:
    if len(parts[0]) > limits.most_letters:
        raise TooLong(most=limits.most_letters)
    return usable_text(parts[0])


def _name(parts: tuple[str, ...], limits: Limits, _day: date) -> Value:
    if len(parts[0]) > limits.most_letters:
        raise TooLong(most=limits.most_letters)
    if not any(sign.isalpha() for sign in usable_name(parts[0])):
        raise NoLetter
    return parts[0]


def _number(parts: tuple[str, ...], limits: Limits, _day: date) -> Value:
    said = plain_digits(parts[0]).upper().replace(".", "").removeprefix(limits.unit).strip()
    if not (said.isascii() and said.isdigit()):
        raise NotANumber(example=max(limits.least, 3))
    # A longer run of digits than any limit is out of range whatever it says; int() refuses thousands of them.
    number = int(said) if len(said) < 10 else limits.most + 1
    if not limits.least <= number <= limits.most:
        raise OutOfRange(least=limits.least, most=limits.most)
    return number


def _nik(parts: tuple[str, ...], _limits: Limits, _day: date) -> Value:
    return read_nik(parts[0])


def _date(parts: tuple[str, ...], _limits: Limits, day: date) -> Value:
    return read_date(parts, day).isoformat()


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("choice", _choice, chosen=True),
        Kind("choice_or_decline", _choice, chosen=True),
        Kind("yes_no", _choice, chosen=True),
        Kind("list", _choice, chosen=True),
        Kind("text", _text),
        Kind("name", _name),
        Kind("number", _number),
        Kind("nik", _nik),
        Kind("date", _date, suffixes=("-day", "-month", "-year")),
    )
}
YES_NO = (Option("yes", 1, "Ya"), Option("no", 2, "Tidak"))
