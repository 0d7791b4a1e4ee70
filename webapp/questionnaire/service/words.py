"""The words of a definition: for the summary of answers, and for the translators."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, Any

from webapp.questionnaire.rules.build import tables
from webapp.questionnaire.rules.kinds import YES_NO, Value
from webapp.questionnaire.rules.question import Question
from webapp.shared.i18n import catalogue, format_date, use_language

# Not "sms": no door asks by text message yet, and its wording has other limits than a page's.
_WORDED = ("ask", "title", "hint", "why", "short", "decline")


def answer_text(question: Question, value: Value | None, language: str) -> str:
    """Return an answer as people read it, "" for none: the option's label, a date in words, else the text."""
    if value is None:
        return ""
    if question.kind.name == "date":
        with use_language(language):
            return format_date(date.fromisoformat(str(value)))
    return catalogue(language).gettext(question.shows(value)) if question.options else str(value)


def msgids(documents: Sequence[dict[str, Any]]) -> list[str]:
    """Return every word of a definition that is translated, each once, in the order of the files.

    Suggestions are not: what is stored must not depend on the language of the page.
    """
    found: dict[str, None] = {}
    for table in tables(documents, "page") + tables(documents, "question"):
        for field, words in table.items():
            if field in _WORDED or field.startswith(("ask_self", "ask_proxy", "ask_doorstep", "title_")):
                found[words] = None
        for option in table.get("options", ()):
            found |= dict.fromkeys(word for name, word in option.items() if name in ("label", "group"))
    return list(found | dict.fromkeys(option.label for option in YES_NO))


def extract(
    file: IO[bytes], _keywords: object, _tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Give Babel the words of one definition file: line, function, message, comments. See [tool.babel]."""
    text = file.read().decode("utf-8")
    lines = text.splitlines()
    for message in msgids([tomllib.loads(text)]):
        line = next((number for number, said in enumerate(lines, 1) if message in said), 0)
        yield line, "_", message, []
