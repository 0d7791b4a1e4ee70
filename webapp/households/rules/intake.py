"""Reading one row of a register file: plain cells in, a clean row or the faults of its cells out.

Faults carry a column and a code of docs/import-codes.md, never a value: the file of errors may lie about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from webapp.questionnaire.rules.dates import read_date
from webapp.questionnaire.rules.identity import read_kk, read_nik
from webapp.questionnaire.rules.refusals import AnswerRefused
from webapp.questionnaire.rules.text import clean, plain_digits, usable_name, usable_text

REQUIRED = ("kk", "nik", "name", "sex", "birth_date", "relationship", "village_code", "rt", "address")
OPTIONAL = ("phone",)
NOT_A_ROW = "810"
_CODES = {"kk": "811", "nik": "812", "name": "813", "sex": "814", "birth_date": "815", "relationship": "816",
          "village_code": "817", "rt": "818", "address": "819", "phone": "820"}  # fmt: skip
_MOST_NAME, _MOST_ADDRESS = 100, 200
_SEXES = {
    **dict.fromkeys(("1", "l", "lk", "laki-laki", "laki laki", "pria", "m", "male"), "male"),
    **dict.fromkeys(("2", "p", "pr", "perempuan", "wanita", "f", "female"), "female"),
}
_RELATIONSHIPS = {
    word: key
    for key, words in {
        "head": "1|head|kepala keluarga|kepala",
        "spouse": "2|spouse|istri|isteri|suami|istri/suami|suami/istri|istri atau suami",
        "child": "3|child|anak|anak kandung|anak angkat|anak tiri",
        "child_in_law": "4|child_in_law|menantu",
        "grandchild": "5|grandchild|cucu",
        "parent": "6|parent|orang tua|orangtua|mertua|orang tua/mertua|orang tua atau mertua",
        "helper": "7|helper|pembantu|sopir|pembantu/sopir|pembantu atau sopir",
        "other": "8|other|lainnya|famili lain|famili lainnya",
    }.items()
    for word in words.split("|")
}
_RT = re.compile(r"(?:RT)?[ .]*([0-9]{1,3})(?:[ /.]+(?:RW)?[ .]*([0-9]{1,3}))?", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?62|0)(8[0-9]{8,11})")
_NOT_IN_PHONES = str.maketrans("", "", " .-()")


class CellRefused(Exception):
    """A cell cannot be taken over as it is."""


class Fault(Exception):
    """A row that is not taken over: the column at fault ('' for the row as a whole) and its code."""

    def __init__(self, column: str, code: str) -> None:
        super().__init__(f"{column} {code}")
        self.column, self.code = column, code


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a register file. RT and RW have three digits or are empty; dates are ISO text."""

    line: int
    kk: str
    nik: str | None
    name: str
    sex: str
    birth_date: str
    relationship: str
    village_code: str
    rt: str
    rw: str
    address: str
    phone: str | None


def read_row(
    line: int, cells: Mapping[str, str], villages: Mapping[str, str], today: date
) -> Row | list[Fault]:
    """The row, or all its faults. `villages` gives the village's code by either code system."""
    faults: list[Fault] = []

    def read(column: str, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(cells.get(column, ""))
        except (AnswerRefused, CellRefused):
            faults.append(Fault(column, _CODES[column]))
            return None

    rt, rw = read("rt", _rt_and_rw) or ("", "")
    row = Row(
        line=line,
        kk=read("kk", read_kk),
        nik=read("nik", lambda text: read_nik(text) if text.strip() else None),
        name=read("name", _name),
        sex=read("sex", lambda text: _listed(text, _SEXES)),
        birth_date=read("birth_date", lambda text: _birth_date(text, today)),
        relationship=read("relationship", lambda text: _listed(text, _RELATIONSHIPS)),
        village_code=read("village_code", lambda text: _listed(text, villages)),
        rt=rt,
        rw=rw,
        address=read("address", _address),
        phone=read("phone", _phone),
    )
    return faults or row


def _listed(text: str, known: Mapping[str, str]) -> str:
    found = known.get(text) or known.get(" ".join(text.casefold().split()))
    if found is None:
        raise CellRefused
    return found


def _name(text: str) -> str:
    name = usable_name(clean(text, _MOST_NAME))
    if not any(sign.isalpha() for sign in name) or len(name) > _MOST_NAME:
        raise CellRefused
    return name


def _address(text: str) -> str:
    address = usable_text(clean(text, _MOST_ADDRESS))
    if len(address) > _MOST_ADDRESS:
        raise CellRefused
    return address


@lru_cache(1024)
def _rt_and_rw(text: str) -> tuple[str, str]:
    if not text.strip():
        return "", ""
    found = _RT.fullmatch(plain_digits(clean(text)))
    if found is None or not int(found[1]):
        raise CellRefused
    return f"{int(found[1]):03}", f"{int(found[2]):03}" if found[2] and int(found[2]) else ""


def _birth_date(text: str, today: date) -> str:
    return read_date((clean(text),), today).isoformat()


def _phone(text: str) -> str | None:
    if not text.strip():
        return None
    found = _PHONE.fullmatch(plain_digits(clean(text)).translate(_NOT_IN_PHONES))
    if found is None:
        raise CellRefused
    return "+62" + found[1]
