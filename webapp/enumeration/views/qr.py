"""The QR code of a receipt, put together from parts that were drawn once.

Of one size, level and mask a QR code is linear: each bit of what it says flips the same modules, whatever the other
bits are. Receipts differ in their digits only, so each is the code of noughts with the flips of its digits; to draw
one from the start costs more than sending a household's answers.
"""

from __future__ import annotations

import re
from functools import cache

import segno

_MASK, _BORDER, _SCALE = 2, 2, 4  # the mask: a well-mixed one for short addresses
_DARK = re.compile("1+")


def svg(address: str, number: str) -> str:
    """Inline SVG of an address (its letters not all capitals) followed by a number, as segno writes it."""
    bits, side = _noughts(address, len(number))
    for at, digit in enumerate(number):
        bits ^= _flips(address, len(number), at, digit)
    full = side + 2 * _BORDER
    return (
        f'<svg viewBox="0 0 {full * _SCALE} {full * _SCALE}" class="qr"><g transform="scale({_SCALE})">'
        f'<path fill="#fff" d="M0 0h{full}v{full}h-{full}z"/>'
        f'<path stroke="#000" d="{_path(f"{bits:0{side * side}b}", side)}"/></g></svg>'
    )


@cache
def _noughts(address: str, length: int) -> tuple[int, int]:
    return _drawn(address + "0" * length)


@cache
def _flips(address: str, length: int, at: int, digit: str) -> int:
    """The modules in which a digit differs from a nought in its place: those of its bits (1, 2, 4, 8) together."""
    flips = 0
    for bit in (1, 2, 4, 8):
        if int(digit) == bit:
            text = "0" * at + digit + "0" * (length - at - 1)
            return _drawn(address + text)[0] ^ _noughts(address, length)[0]
        if int(digit) & bit:
            flips ^= _flips(address, length, at, str(bit))
    return flips


def _drawn(text: str) -> tuple[int, int]:
    """All modules as one number, row after row, and how many a row has."""
    rows = segno.make_qr(text, error="m", mask=_MASK).matrix
    return int("".join("".join(map(str, row)) for row in rows), 2), len(rows)


def _path(modules: str, side: int) -> str:
    """The dark ones as strokes, each beginning where the one before has ended: short, and it packs well."""
    strokes = [f"M{_BORDER} {_BORDER}.5"]
    x = y = 0
    for row in range(side):
        for dark in _DARK.finditer(modules, row * side, row * side + side):
            begin, end = dark.start() - row * side, dark.end() - row * side
            if row or begin:
                strokes.append(f"m{begin - x} {row - y}")
            strokes.append(f"h{end - begin}")
            x, y = end, row
    return "".join(strokes)
