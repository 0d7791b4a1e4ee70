"""What a person typed, made plain: capitals, ASCII digits, and numbers put together again.

Phones and people add much that carries no meaning: invisible characters, accents, Arabic digits,
a letter O for a nought, blanks and dots inside a number. All of that is gone after `tokens`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

LONGEST_TEXT = 2000  # characters looked at; ten joined segments are 1,530, and no command is longer than 60
LETTER_DIGITS = 10
CARD_DIGITS = 16  # NIK and KK
FULL_LENGTHS = frozenset(
    {LETTER_DIGITS, 15, 16, 17}
)  # one digit too few or too many is still meant as a card number

_TIME_RANGE = re.compile(r"\b\d{1,2}[.:]\d{2}\s*(?:-|S/?D|SAMPAI)\s*\d{1,2}[.:]\d{2}\b")
_CHUNK = re.compile(r"[^\W_]+|[#*]")
_PIECE = re.compile(r"\d[0-9OIL]*\d|\d|[^\W\d_]+")
_LOOKS_LIKE_NUMBER = re.compile(r"[0-9OIL]*\d[0-9OIL]*")
_LETTERS_FOR_DIGITS = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or hard break (`#`, `*`) of a message."""

    kind: str  # "word", "number" or "break"
    text: str


def clean(text: str) -> str:
    """Compatibility forms, accents, invisible characters and foreign numerals removed; upper case."""
    kept: list[str] = []
    for character in unicodedata.normalize("NFKD", text[:LONGEST_TEXT]):
        category = unicodedata.category(character)
        if category == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif category in {"Zs", "Zl", "Zp"} or character in "\t\n\r\f\v":
            kept.append(" ")
        elif category[0] not in {"C", "M"}:
            kept.append(character)
    return "".join(kept).upper()


def looks_like_year(digits: str) -> bool:
    """A year in which somebody alive may have been born, as four digits."""
    return len(digits) == 4 and "1880" <= digits <= "2099"


def tokens(text: str) -> list[Token]:
    """The words and numbers of a message, digit groups joined where they make a full number."""
    plain = _TIME_RANGE.sub(" ", clean(text))
    found: list[Token] = []
    run: list[str] = []
    for piece in _pieces(plain):
        if _LOOKS_LIKE_NUMBER.fullmatch(piece):
            run.append(piece)
            continue
        found.extend(_numbers(run))
        run = []
        found.append(Token("break" if piece in {"#", "*"} else "word", piece))
    found.extend(_numbers(run))
    return [token for token in found if token.kind != "break"]


def _pieces(plain: str) -> list[str]:
    """Letters and digits apart, except where O, I or L may stand for a digit."""
    pieces: list[str] = []
    for chunk in _CHUNK.findall(plain):
        if _LOOKS_LIKE_NUMBER.fullmatch(chunk) or chunk in {"#", "*"}:
            pieces.append(chunk)
        else:
            pieces.extend(_PIECE.findall(chunk))
    return pieces


def _numbers(groups: list[str]) -> list[Token]:
    """A run of digit groups as numbers; O, I and L become digits only inside a full number."""
    found: list[Token] = []
    for piece in _joined(tuple(groups)):
        digits = piece.translate(_LETTERS_FOR_DIGITS)
        if piece.isdigit() or len(digits) in FULL_LENGTHS:
            found.extend(Token("number", part) for part in _unglued(digits))
        else:
            found.extend(
                Token("number" if part.isdigit() else "word", part) for part in re.findall(r"\d+|\D+", piece)
            )
    return found


def _unglued(digits: str) -> list[str]:
    """Two card numbers, or a letter number and a year, that were sent without a blank between them."""
    if len(digits) == 2 * CARD_DIGITS:
        return [digits[:CARD_DIGITS], digits[CARD_DIGITS:]]
    if len(digits) == LETTER_DIGITS + 4 and digits[0] != "0" and looks_like_year(digits[LETTER_DIGITS:]):
        return [digits[:LETTER_DIGITS], digits[LETTER_DIGITS:]]
    return [digits]


def _joined(groups: tuple[str, ...]) -> tuple[str, ...]:
    """The groups, joined so that the fewest digits are left outside a number of exactly 10 or 16 digits."""

    @cache
    def best(start: int) -> tuple[int, tuple[str, ...]]:
        if start == len(groups):
            return 0, ()
        rest_cost, rest = best(start + 1)
        choice = (rest_cost + _cost_alone(groups[start]), (groups[start], *rest))
        text = ""
        for end in range(start, len(groups)):
            if len(groups[end]) in FULL_LENGTHS:
                break
            text += groups[end]
            if len(text) > CARD_DIGITS:
                break
            if end > start and len(text) in {LETTER_DIGITS, CARD_DIGITS} and text[0] not in "0O":
                rest_cost, rest = best(end + 1)
                if rest_cost < choice[0]:
                    choice = rest_cost, (text, *rest)
        return choice

    return best(0)[1] if len(groups) <= 40 else groups


def _cost_alone(group: str) -> int:
    if len(group) in FULL_LENGTHS:
        return 0
    return 1 if looks_like_year(group) else 1 + len(group)
