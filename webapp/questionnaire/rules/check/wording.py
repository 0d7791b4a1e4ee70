"""The words of a definition: complete for every voice, without markup, and short enough for a text message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.questionnaire.rules.build import Table, worded
from webapp.questionnaire.rules.question import NAME

SEPTETS = 160
# The part of GSM-7 that needs one septet a character and is the same on every network (sms.md, section 1).
GSM = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !\"#%&'()*+,-./:;<=>?@$_\n")
WORDS = ("ask", "hint", "why", "short", "sms", "decline")
VOICED = tuple(f"{stem}_{voice}" for stem in ("ask", "title") for voice in ("self", "proxy", "doorstep"))


def wording(table: Table, stem: str) -> Iterator[str]:
    for voice, words in worded(table, stem).items():
        if not words:
            yield f"missing wording {stem}_{voice}"
        elif voice == "self" and NAME in words:
            yield f"{stem}_{voice} speaks to the person and must not hold {NAME}"
        elif voice != "self" and stem not in table and NAME not in words:
            yield f"{stem}_{voice} does not hold {NAME}"


def signs(table: Table) -> Iterator[str]:
    """Words hold no markup, no control characters and no placeholder but the name."""
    words = {field: table[field] for field in (*WORDS, "title", *VOICED) if field in table}
    words |= {f"option {option.get('key')}": option.get("label", "") for option in table.get("options", ())}
    for field, said in words.items():
        if not isinstance(said, str):
            yield f"{field} is not a text"
        elif not said.isprintable() or re.search(
            r"[<>{}]", said.replace(NAME, "") if field in VOICED else said
        ):
            yield f"{field} holds markup, a control character or an unknown placeholder"


def sms(table: Table) -> Iterator[str]:
    text = table.get("sms")
    if text is None:
        return
    if not text.startswith("SENSUS:"):
        yield "sms does not begin with SENSUS:"
    if bad := sorted(set(text) - GSM):
        yield f"sms holds characters outside GSM-7: {' '.join(bad)}"
    if len(text) > SEPTETS:
        yield f"sms has {len(text)} septets, more than {SEPTETS}"
