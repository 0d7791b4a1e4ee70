"""Numbers of people out of a text, before its first log line and before it is stored.

Every run of six or more digits goes, spaced, dotted, dashed or glued, also with O, I or L typed for a digit. Of exactly
ten digits, a letter number, the last two stay: they are what replies call the letter by.
"""

import re
import unicodedata

HIDDEN = "*"
_DIGIT = r"[\dOoIiLl]"
_BETWEEN = r"[\s.\-/#*,:;()_]*"
_RUN = re.compile(rf"(?<![^\W\d_])\d(?:{_BETWEEN}{_DIGIT})*{_BETWEEN}\d|{_DIGIT}{{6,}}")
_LETTER_DIGITS = 10
_SHORTEST = 6


def mask(text: str) -> str:
    """The text with its long numbers hidden; invisible characters, which could split a number, are dropped."""
    return _RUN.sub(_hide, _visible(text))


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():  # nearly every text: nothing to fold, nothing hidden
        return text
    kept = (
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] != "C" or c in "\n\t"
    )
    return "".join(c for c in kept if unicodedata.category(c)[0] != "M")


def _hide(found: re.Match[str]) -> str:
    run = found.group()
    places = [n for n, character in enumerate(run) if character.isdigit() or character in "OoIiLl"]
    if len(places) < _SHORTEST or not any(character.isdigit() for character in run):
        return run
    shown = set(places[-2:]) if len(places) == _LETTER_DIGITS else set()
    return "".join(HIDDEN if n in places and n not in shown else character for n, character in enumerate(run))
