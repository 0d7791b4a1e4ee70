"""The letter number: 10 digits, the first 1-9, the last a Damm check digit over the nine before it.

Damm (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004) catches every single wrong digit and
every swap of two neighbours, which are nearly all errors of people who copy a number from paper.
"""

from __future__ import annotations

LENGTH = 10
FIRST, COUNT = (
    100_000_000,
    900_000_000,
)  # the nine digits before the check digit: how they begin, how many there are
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """The Damm digit of a string of ASCII digits."""
    interim = 0
    for digit in digits:
        interim = _TABLE[interim][int(digit)]
    return str(interim)


def letter_number(order: int) -> str:
    """The letter number with this place (0 <= order < COUNT) among all of them."""
    if not 0 <= order < COUNT:
        raise ValueError(f"there is no letter number {order}")
    nine = str(FIRST + order)
    return nine + check_digit(nine)


def is_letter_number(text: str) -> bool:
    """Whether a text is ten ASCII digits in the form of a letter number, check digit included."""
    return (
        len(text) == LENGTH
        and text.isascii()
        and text.isdigit()
        and text[0] != "0"
        and check_digit(text) == "0"
    )
