"""The type of paper: what Helvetica can show, how wide it is, and where a paragraph breaks into lines.

Widths are those of Adobe's font metrics for the fourteen fonts that every PDF reader has, in thousandths of the size.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Literal, NamedTuple

POINT = 25.4 / 72  # millimetres
Style = Literal["regular", "bold", "italic"]

# The characters from the blank to the tilde.
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
)  # fmt: skip
# Beyond ASCII: signs; letters with accents are as wide as without.
_SIGNS = {"‘": (222, 278), "’": (222, 278), "“": (333, 500), "”": (333, 500), "•": (350, 350), "–": (556, 556),
          "—": (1000, 1000), "…": (1000, 1000), "€": (556, 556), "·": (278, 278), "×": (584, 584), "©": (737, 737),
          "®": (737, 737), "°": (400, 400), "½": (834, 834), "Æ": (1000, 1000), "æ": (889, 889)}  # fmt: skip


class Word(NamedTuple):
    """A piece of a line in one style; `glued` when no blank stands before it."""

    text: str
    style: Style
    glued: bool = False


def printable(text: str) -> str:
    """What Helvetica can show (Windows-1252): accents beyond it are dropped, other characters become '?'."""
    return "".join(_shown(each) for each in unicodedata.normalize("NFC", text))


@cache
def _shown(character: str) -> str:
    if unicodedata.category(character)[0] in "CZ":
        return " "
    for form in (character, unicodedata.normalize("NFKD", character)[:1]):
        try:
            form.encode("cp1252")
        except UnicodeEncodeError:
            continue
        return form
    return "?"


def measure(text: str, size: float, style: Style = "regular") -> float:
    """The width of one printable line of this size (points) in millimetres."""
    return sum(_width(each, style == "bold") for each in text) / 1000 * size * POINT


@cache
def _width(character: str, bold: bool) -> int:
    table = _BOLD if bold else _REGULAR
    if character in _SIGNS:
        return _SIGNS[character][bold]
    plain = unicodedata.normalize("NFKD", character)[0]
    return table[ord(plain) - 32] if " " <= plain <= "~" else 556


def _words(text: str, style: Style = "regular") -> list[Word]:
    """A paragraph's words; what stands between ** and ** is bold."""
    found: list[Word] = []
    before = " "
    for place, part in enumerate(text.split("**")):
        glued = not before[-1:].isspace() and not part[:1].isspace()
        for word in part.split():
            found.append(Word(printable(word), "bold" if place % 2 else style, glued))
            glued = False
        before = part or before
    return found


def gap(word: Word, size: float) -> float:
    """The blank before a word, in millimetres."""
    return 0.0 if word.glued else measure(" ", size, word.style)


def _lines(words: list[Word], width: float, size: float) -> list[list[Word]]:
    """Words broken into lines of at most `width` millimetres; a longer word has a line of its own."""
    lines: list[list[Word]] = []
    used = 0.0
    for word in words:
        length = measure(word.text, size, word.style)
        ahead = gap(word, size)
        if not lines or (used + ahead + length > width and not word.glued):
            lines.append([word._replace(glued=True)])
            used = length
        else:
            lines[-1].append(word)
            used += ahead + length
    return lines


@lru_cache(maxsize=512)
def paragraph(text: str, style: Style, width: float, size: float) -> list[list[Word]]:
    """A paragraph broken into lines; kept, since the sentences of a letter are the same for every family."""
    return [_runs(line) for line in _lines(_words(text, style), width, size)]


def _runs(line: list[Word]) -> list[Word]:
    """A line's neighbours of one style as one piece."""
    runs = line[:1]
    for word in line[1:]:
        last = runs[-1]
        if word.style == last.style:
            runs[-1] = last._replace(text=last.text + ("" if word.glued else " ") + word.text)
        else:
            runs.append(word)
    return runs
