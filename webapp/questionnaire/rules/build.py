"""From the tables of a definition file to immutable questions and pages. Expects tables without faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.questionnaire.rules.definition import Definition
from webapp.questionnaire.rules.kinds import DECLINED, KINDS, YES_NO, Limits, Option
from webapp.questionnaire.rules.page import Page
from webapp.questionnaire.rules.question import VOICES, Condition, Question

Table = Mapping[str, Any]


def build(version: str, documents: Sequence[Table]) -> Definition:
    """Return the definition that parsed TOML documents describe.

    Raises KeyError or TypeError for a definition that `faults` of rules/check.py would not pass.
    """
    questions: dict[str, Question] = {}
    for table in _in_order(documents):
        questions[table["key"]] = _question(table, questions)
    pages = {table["key"]: _page(table, questions) for table in tables(documents, "page")}
    return Definition(version, questions, pages)


def tables(documents: Sequence[Table], name: str) -> list[Table]:
    return [table for document in documents for table in document.get(name, [])]


def _in_order(documents: Sequence[Table]) -> list[Table]:
    """Return the question tables so that each stands behind the one that its condition names."""
    waiting = {table["key"]: table for table in tables(documents, "question")}
    ordered: list[Table] = []
    while waiting:
        ready = [t for t in waiting.values() if parent_key(t) not in waiting]
        if not ready:
            raise KeyError(f"conditions in a circle: {', '.join(waiting)}")
        for table in ready:
            ordered.append(waiting.pop(table["key"]))
    return ordered


def parent_key(table: Table) -> str | None:
    """Return the key of the question that the table's condition names."""
    found: str | None = table.get("only_if") or table.get("only_if_empty")
    return found


def _question(table: Table, earlier: Mapping[str, Question]) -> Question:
    options = options_of(table)
    return Question(
        key=table["key"],
        kind=KINDS[table["kind"]],
        wording=worded(table, "ask"),
        short=table["short"],
        home=table.get("home", "answers"),
        hint=table.get("hint", ""),
        why=table.get("why", ""),
        sms=table.get("sms", ""),
        required=table.get("required", True),
        options=options,
        suggestions=tuple(table.get("suggestions", ())),
        limits=_limits(table, options),
        ask_from_age=table.get("ask_from_age", 0),
        condition=_condition(table, earlier),
    )


def worded(table: Table, stem: str) -> dict[str, str]:
    """Return the wording by voice: `stem_voice`, or `stem` where one sentence serves all."""
    return {voice: table.get(f"{stem}_{voice}", table.get(stem, "")) for voice in VOICES}


def options_of(table: Table) -> tuple[Option, ...]:
    """Return the options of a question table, with those that its kind adds."""
    if table["kind"] == "yes_no":
        return YES_NO
    options = [Option(**option) for option in table.get("options", ())]
    if table["kind"] == "choice_or_decline":
        options.append(Option(DECLINED, 0, table["decline"]))
    return tuple(options)


def _limits(table: Table, options: Sequence[Option]) -> Limits:
    spoken = {option.label.casefold(): option.key for option in options}
    spoken |= {str(option.code): option.key for option in options}
    spoken |= {option.key: option.key for option in options}
    numbers = {name: table[name] for name in ("most_letters", "least", "most", "unit") if name in table}
    return Limits(spoken=spoken, **numbers)


def _condition(table: Table, questions: Mapping[str, Question]) -> Condition | None:
    parent = parent_key(table)
    return Condition(questions[parent], frozenset(table.get("only_values", ()))) if parent else None


def _page(table: Table, questions: Mapping[str, Question]) -> Page:
    return Page(
        key=table["key"],
        scope=table["scope"],
        title=worded(table, "title"),
        questions=tuple(questions[key] for key in table["questions"]),
        keys=frozenset(table["questions"]),
        condition=_condition(table, questions),
    )
