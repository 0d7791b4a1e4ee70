"""The list that goes with a bundle of letters to the neighbourhood head: places in the bundle and tails, no names."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.households.service.papers.frame import place_line
from webapp.households.service.papers.letter import Bundle, Letter
from webapp.households.service.papers.words import wording
from webapp.shared.letterhead import RIGHT, footing, heading
from webapp.shared.paper import INSIDE, MARGIN, Paper, Sheet

_ROW = 7.6
_ONLY_PAGE, _FIRST_PAGE, _NEXT_PAGES = 18, 23, 28  # rows; the last page keeps room for signatures
_COLUMNS = (0.0, 12.0, 28.0, 56.0, 96.0)  # where they begin, from the margin


def draw_cover(paper: Paper, bundle: Bundle, letters: Sequence[Letter], printed: str) -> None:
    """Add the pages of the list; `printed` is the day as people read it."""
    pages = _paged(letters)
    for number, rows in enumerate(pages, 1):
        sheet = paper.sheet()
        heading(sheet, bundle.office)
        y = _instructions(sheet, bundle, printed) if number == 1 else 26.0
        y = _table(sheet, rows, y)
        if number == len(pages):
            _signatures(sheet, y)
        words = wording("letter")["list"]
        footing(sheet, place_line(bundle.rt, bundle.rw, bundle.village),
                words["page"].format(page=number, pages=len(pages)))  # fmt: skip


def _paged(letters: Sequence[Letter]) -> list[Sequence[Letter]]:
    if len(letters) <= _ONLY_PAGE:
        return [letters]
    first = min(_FIRST_PAGE, len(letters) - 1)
    rest = range(first, len(letters), _NEXT_PAGES)
    return [letters[:first], *(letters[start : start + _NEXT_PAGES] for start in rest)]


def _instructions(sheet: Sheet, bundle: Bundle, printed: str) -> float:
    words = wording("letter")["list"]
    sheet.text(MARGIN, 32, words["title"], 18, style="bold")
    part = words["part"].format(part=bundle.part) if bundle.part else ""
    sheet.text(MARGIN, 40, place_line(bundle.rt, bundle.rw, bundle.village) + part, 12, style="bold")
    sheet.text(MARGIN, 46, words["total"].format(total=bundle.total), 11)
    sheet.text(RIGHT, 46, words["printed"].format(day=printed), 11, align="right")
    return sheet.bullets(MARGIN, 54, INSIDE, words["steps"], 10.5, numbered=True) + 1


def _table(sheet: Sheet, rows: Sequence[Letter], top: float) -> float:
    columns = wording("letter")["list"]["columns"]
    for x, name in zip(_COLUMNS, columns, strict=True):
        sheet.text(MARGIN + x + 1.5, top + 5, name, 9, style="bold")
    sheet.line(MARGIN, top + _ROW, RIGHT, top + _ROW, 0.6)
    y = top + _ROW
    for letter in rows:
        sheet.text(MARGIN + 1.5, y + 5.2, str(letter.number), 10.5)
        sheet.text(MARGIN + _COLUMNS[1] + 1.5, y + 5.2, f"..{letter.letter_number[-2:]}", 10.5)
        y += _ROW
        sheet.line(MARGIN, y, RIGHT, y, 0.15)
    for x in (*_COLUMNS, INSIDE):
        sheet.line(MARGIN + x, top, MARGIN + x, y, 0.15)
    sheet.line(MARGIN, top, RIGHT, top, 0.15)
    return y


def _signatures(sheet: Sheet, y: float) -> None:
    words = wording("letter")["list"]
    for x, who in zip((MARGIN, MARGIN + INSIDE / 2 + 6), words["signed"], strict=True):
        width = INSIDE / 2 - 6
        sheet.text(x, y + 9, who, 10.5, style="bold")
        sheet.line(x, y + 24, x + width, y + 24, 0.3)
        sheet.text(x, y + 28.5, words["name_and_date"], 8.5, gray=0.25)
