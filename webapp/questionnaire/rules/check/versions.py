"""What a new version of a questionnaire changes against the one before it.

Answers of both versions are counted together, so a key that stays must go on meaning the same. A question that is
asked anew in another way gets a new key; drafts go on under the version in which they were begun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from webapp.questionnaire.rules.build import Table, options_of, tables


class Comparison(NamedTuple):
    """faults: keys that no longer mean the same; news: what comes in and goes out, for people to read."""

    faults: list[str]
    news: list[str]


def in_order(versions: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of successive versions of one questionnaire: short_form_9, then short_form_10."""
    numbered = sorted((*_stem_and_number(version), version) for version in versions)
    return [(one[2], other[2]) for one, other in pairwise(numbered) if one[0] == other[0]]


def _stem_and_number(version: str) -> tuple[str, int]:
    found = re.fullmatch("(.*?)([0-9]{0,9})", version)
    return (found[1], int(found[2] or 0)) if found else (version, 0)


def compare(older: Sequence[Table], newer: Sequence[Table]) -> Comparison:
    """Return how a newer definition differs from an older one. Expects definitions without faults."""
    before, after = _by_key(older, "question"), _by_key(newer, "question")
    found = Comparison([], list(_in_and_out("question", before, after)))
    found.news.extend(_in_and_out("page", _by_key(older, "page"), _by_key(newer, "page")))
    for key in before.keys() & after.keys():
        found.faults.extend(f"question {key}: {fault}" for fault in _meaning(before[key], after[key]))
        codes, new_codes = _codes(before[key]), _codes(after[key])
        found.news.extend(f"question {key}: {news}" for news in _in_and_out("option", codes, new_codes))
    return Comparison(sorted(found.faults), sorted(found.news))


def _by_key(documents: Sequence[Table], what: str) -> dict[str, Table]:
    return {table["key"]: table for table in tables(documents, what)}


def _codes(table: Table) -> dict[str, int]:
    return {option.key: option.code for option in options_of(table)}


def _in_and_out(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{what} {key} comes in" for key in after if key not in before)
    yield from (f"{what} {key} goes out" for key in before if key not in after)


def _meaning(before: Table, after: Table) -> Iterator[str]:
    """What makes answers under one key something else; nothing where only words, limits or skips have changed."""
    for field, usual in (("kind", ""), ("home", "answers")):
        was, now = before.get(field, usual), after.get(field, usual)
        if was != now:
            yield f"its {field} was {was} and is {now}: give it a new key"
    codes = _codes(after)
    for key, code in _codes(before).items():
        if codes.get(key, code) != code:
            yield f"option {key} had code {code} and has {codes[key]}: give it a new key"
