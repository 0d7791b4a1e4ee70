"""Keys, references, options and conditions of a definition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from webapp.questionnaire.rules.build import Table, parent_key, tables
from webapp.questionnaire.rules.check.wording import VOICED, WORDS, signs, sms, wording
from webapp.questionnaire.rules.kinds import KINDS
from webapp.questionnaire.rules.question import SCOPES

_QUESTION_FIELDS = {
    *("key", "kind", "home", "required", "options", "suggestions", "most_letters", "least", "most", "unit"),
    *("ask_from_age", "only_if", "only_if_empty", "only_values", *WORDS, *VOICED[:3]),
}
_PAGE_FIELDS = {"key", "scope", "title", *VOICED[3:], "only_if", "only_if_empty", "only_values", "questions"}
_OPTION_FIELDS = {"key", "code", "label", "group", "offered", "to_self"}


def faults(documents: Sequence[Table]) -> list[str]:
    """Return what is wrong with a definition's parsed files, nothing when it may be used."""
    questions, pages = tables(documents, "question"), tables(documents, "page")
    asked = {table.get("key"): table for table in questions}
    found = [
        f"unknown table [{name}]" for doc in documents for name in doc if name not in ("question", "page")
    ]
    found += _twice("question", questions) + _twice("page", pages)
    found += _references(asked, pages)
    for table in questions:
        found += [f"question {table.get('key')}: {fault}" for fault in _question(table, asked)]
    for table in pages:
        found += [f"page {table.get('key')}: {fault}" for fault in _page(table, asked)]
    return found


def _twice(what: str, found: Iterable[Table]) -> list[str]:
    counted = Counter(str(table.get("key")) for table in found)
    return [f"{what} {key}: defined {times} times" for key, times in counted.items() if times > 1]


def _references(asked: dict[Any, Table], pages: Sequence[Table]) -> Iterator[str]:
    placed = [key for page in pages for key in page.get("questions", ())]
    yield from (f"question {key}: stands on no page" for key in asked if key not in placed)
    for key in asked:
        walked, at = set(), key
        while at in asked and at not in walked:
            walked.add(at)
            at = parent_key(asked[at])
        if at in walked:
            yield f"question {key}: its conditions go in a circle"


def _question(table: Table, asked: dict[Any, Table]) -> Iterator[str]:
    yield from (f"unknown field {field}" for field in table if field not in _QUESTION_FIELDS)
    if not re.fullmatch("[a-z][a-z0-9_]*", str(table.get("key"))):
        yield "its key is not made of small letters, digits and _"
    if table.get("kind") not in KINDS:
        yield f"unknown kind {table.get('kind')}"
        return
    if table.get("home", "answers") not in ("answers", "roster"):
        yield f"unknown home {table['home']}"
    if not table.get("short"):
        yield "missing short"
    if table["kind"] == "choice_or_decline" and not table.get("decline"):
        yield "missing decline"
        return
    yield from wording(table, "ask")
    yield from signs(table)
    yield from _options(table)
    yield from _condition(table, asked)
    yield from sms(table)


def _options(table: Table) -> Iterator[str]:
    given = table.get("options", ())
    if not KINDS[table["kind"]].chosen or table["kind"] == "yes_no":
        if given:
            yield f"kind {table['kind']} takes no options"
        return
    for option in given:
        lacks = {"key", "code", "label"} - option.keys()
        yield from (f"option {option.get('key')}: missing {field}" for field in sorted(lacks))
        yield from (
            f"option {option.get('key')}: unknown field {f}" for f in option if f not in _OPTION_FIELDS
        )
    if len(given) < 2:
        yield "fewer than two options"
    for field in ("key", "code", "label"):
        counted = Counter(str(option.get(field)).casefold() for option in given)
        yield from (f"option {field} {said} stands twice" for said, times in counted.items() if times > 1)


def _condition(table: Table, asked: dict[Any, Table]) -> Iterator[str]:
    parent = asked.get(parent_key(table))
    if parent_key(table) and parent is None:
        yield f"only_if names the unknown question {parent_key(table)}"
    elif parent and table.get("only_if"):
        wanted = table.get("only_values", ())
        known = [option["key"] for option in parent.get("options", ()) if "key" in option]
        known += ["yes", "no"] if parent.get("kind") == "yes_no" else []
        yield from (f"only_values names the unknown option {value}" for value in wanted if value not in known)
        if not wanted:
            yield "only_if without only_values"


def _page(table: Table, asked: dict[Any, Table]) -> Iterator[str]:
    yield from (f"unknown field {field}" for field in table if field not in _PAGE_FIELDS)
    if table.get("scope") not in SCOPES:
        yield f"unknown scope {table.get('scope')}"
    yield from wording(table, "title")
    yield from signs(table)
    yield from _condition(table, asked)
    here = table.get("questions", ())
    yield from (f"unknown question {key}" for key in here if key not in asked)
    for at, key in enumerate(here):
        if key in here[:at]:
            yield f"question {key} stands on it twice"
        if parent_key(asked.get(key, {})) in here[at:]:
            yield f"question {key} stands before the one it depends on"
