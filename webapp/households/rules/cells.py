"""Reading the cells of a register file: text in, a clean value out, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from webapp.questionnaire.rules.dates import read_date
from webapp.questionnaire.rules.identity import read_kk, read_nik
from webapp.questionnaire.rules.text import clean, plain_digits, usable_name, usable_text

_KEPT = 64  # readings kept: the members of a family share card, address and phone
_MOST_NAME, _MOST_ADDRESS = 100, 200
SEXES = {
    **dict.fromkeys(("1", "l", "lk", "laki-laki", "laki laki", "pria", "m", "male"), "male"),
    **dict.fromkeys(("2", "p", "pr", "perempuan", "wanita", "f", "female"), "female"),
}
RELATIONSHIPS = {
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
_PLAIN_NAME = re.compile(r"[A-Za-z]+(?:[ .'-][A-Za-z]+)*")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RT = re.compile(r"(?:RT)?[ .]*([0-9]{1,3})(?:[ /.]+(?:RW)?[ .]*([0-9]{1,3}))?", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?62|0)(8[0-9]{8,11})")
_NOT_IN_PHONES = str.maketrans("", "", " .-()")


class CellRefused(Exception):
    """A cell cannot be taken over as it is."""


kk = lru_cache(_KEPT)(read_kk)


def nik(text: str) -> str | None:
    """16 digits; None for a person who has none yet."""
    return read_nik(text) if text.strip() else None


def listed(text: str, known: Mapping[str, str]) -> str:
    """What a list has under this word, whatever its case and blanks."""
    found = known.get(text) or known.get(" ".join(text.casefold().split()))
    if found is None:
        raise CellRefused
    return found


def name(text: str) -> str:
    """A name as on the card: letters and the signs of names."""
    if len(text) <= _MOST_NAME and _PLAIN_NAME.fullmatch(text):
        return text
    cleaned = usable_name(clean(text, _MOST_NAME))
    if not any(sign.isalpha() for sign in cleaned) or len(cleaned) > _MOST_NAME:
        raise CellRefused
    return cleaned


@lru_cache(_KEPT)
def address(text: str) -> str:
    """Street or hamlet; may be empty."""
    cleaned = clean(text, _MOST_ADDRESS)
    if not cleaned.isascii():
        usable_text(cleaned)
    if len(cleaned) > _MOST_ADDRESS:
        raise CellRefused
    return cleaned


@lru_cache(_KEPT)
def rt_and_rw(text: str) -> tuple[str, str]:
    """'1', '001/002' or 'RT 1 RW 2' as two texts of three digits; empty where not said."""
    if not text.strip():
        return "", ""
    found = _RT.fullmatch(plain_digits(clean(text)))
    if found is None or not int(found[1]):
        raise CellRefused
    return f"{int(found[1]):03}", f"{int(found[2]):03}" if found[2] and int(found[2]) else ""


def birth_date(text: str, today: date) -> str:
    """ISO text of a date that people write in many ways."""
    if _ISO_DATE.fullmatch(text) and f"{today.year - 100}" < text <= today.isoformat():
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise CellRefused from None
    return read_date((clean(text),), today).isoformat()


@lru_cache(_KEPT)
def phone(text: str) -> str | None:
    """A mobile number of Indonesia as +62...; None if there is none."""
    if not text.strip():
        return None
    found = _PHONE.fullmatch(plain_digits(clean(text)).translate(_NOT_IN_PHONES))
    if found is None:
        raise CellRefused
    return "+62" + found[1]
