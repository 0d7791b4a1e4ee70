"""Pieces that several papers have: numbered steps, lines cut to fit, places, grouped letter numbers."""

from __future__ import annotations

from webapp.shared.helvetica import Style, measure, printable
from webapp.shared.paper import MARGIN, Sheet

_SMALLEST = 10.0  # points


def step_number(sheet: Sheet, x: float, y: float, number: int, side: float = 7) -> None:
    """A figure in white on a black square, `side` millimetres; y is the baseline of the title beside it."""
    sheet.box(x, y - 0.76 * side, side, side, gray=0)
    sheet.text(x + side / 2, y - 0.03 * side, str(number), 1.86 * side, style="bold", align="center", gray=1)


def fitted_line(
    sheet: Sheet, y: float, width: float, text: str, size: float, *, style: Style = "regular"
) -> None:
    """A line at the left margin, in smaller type or cut short with an ellipsis where it would be too long."""
    shown = printable(text)
    while measure(shown, size, style) > width and size > _SMALLEST:
        size -= 0.5
    while measure(shown, size, style) > width:
        shown = shown.removesuffix("…")[:-1] + "…"
    sheet.text(MARGIN, y, shown, size, style=style)


def place_line(rt: str, rw: str, village: str) -> str:
    """'RT 003 / RW 001, Sumberejo, Kec. Randublatung', without what is not known."""
    parts = [f"{kind} {number}" for kind, number in (("RT", rt), ("RW", rw)) if number]
    return ", ".join([" / ".join(parts), village] if parts else [village])


def grouped(letter_number: str) -> str:
    """'1043 264 573': as it is read aloud and typed."""
    return f"{letter_number[:4]} {letter_number[4:7]} {letter_number[7:]}"
