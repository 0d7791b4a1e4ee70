"""The family's letter: one side of one sheet, folded twice like a fan.

The upper third stays outside and says whose it is; the letter number, which opens the names of the family, lies inside.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.households.service.papers.frame import fitted_line, grouped, place_line, step_number
from webapp.households.service.papers.words import wording
from webapp.shared.letterhead import RIGHT, heading, typed
from webapp.shared.paper import HEIGHT, INSIDE, MARGIN, WIDTH, Paper, Sheet

FOLD, FOLD_TOO = HEIGHT / 3, HEIGHT * 2 / 3
_QR = 38.0
_INDENT = 10.0
_ADDRESSEE = 122.0  # how wide the lines of name and address may be


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says about its family."""

    letter_number: str
    head_name: str
    address: str
    number: int  # its place in the bundle, from 1


@dataclass(frozen=True, slots=True)
class Bundle:
    """What all letters of a bundle have in common. Texts as they are printed."""

    village: str
    rt: str
    rw: str
    total: int
    public_url: str
    office: str
    sms_number: str = ""
    sms_is_free: bool = False
    until: str = ""
    part: int = 0  # from 1 where a neighbourhood needs several bundles


def draw_letter(paper: Paper, bundle: Bundle, letter: Letter) -> None:
    """Add one letter to the paper."""
    sheet = paper.sheet()
    _outside(sheet, bundle, letter)
    for fold in (FOLD, FOLD_TOO):
        sheet.line(6, fold, WIDTH - 6, fold, 0.15, dashed=True)
        sheet.text(6, fold - 1, wording("letter")["outside"]["fold"], 6, gray=0.4)
    y = _invitation(sheet, bundle, letter)
    _by_web(sheet, bundle, y)
    y = _by_text(sheet, bundle, letter)
    _by_visit_and_rights(sheet, bundle, y)


def _outside(sheet: Sheet, bundle: Bundle, letter: Letter) -> None:
    words = wording("letter")["outside"]
    heading(sheet, bundle.office)
    sheet.text(MARGIN, 36, words["kind"], 9, style="bold", gray=0.25, spacing=0.25)
    fitted_line(sheet, 45, _ADDRESSEE, letter.head_name or words["nobody"], 18, style="bold")
    fitted_line(sheet, 53, _ADDRESSEE, letter.address, 12)
    fitted_line(sheet, 59, _ADDRESSEE, place_line(bundle.rt, bundle.rw, bundle.village), 12)
    sheet.box(147, 30, RIGHT - 147, 17)
    count = words["count"].format(number=letter.number, total=bundle.total)
    sheet.text(151, 37, count, 11, style="bold")
    sheet.text(151, 43, words["tail"].format(tail=letter.letter_number[-2:]), 11)
    y = sheet.block(MARGIN, 71, INSIDE, words["closed"], 10)
    sheet.block(MARGIN, y + 2, INSIDE, words["javanese"], 10, style="italic")


def _invitation(sheet: Sheet, bundle: Bundle, letter: Letter) -> float:
    words = wording("letter")["inside"]
    sheet.text(MARGIN, FOLD + 12, words["title"], 18, style="bold")
    dates = words["dates_until"].format(until=bundle.until) if bundle.until else ""
    y = sheet.block(MARGIN, FOLD + 19, INSIDE, words["why"].format(dates=dates), 11)
    top = y - 1.5
    sheet.box(MARGIN, top, INSIDE, 23, weight=0.8)
    sheet.text(MARGIN + 5, top + 6.5, words["number"], 8.5, style="bold", spacing=0.2)
    sheet.text(MARGIN + 5, top + 18, grouped(letter.letter_number), 30, style="bold", spacing=0.6)
    sheet.block(MARGIN + 103, top + 8, INSIDE - 108, words["keep"], 9.5)
    return top + 23


def _by_web(sheet: Sheet, bundle: Bundle, y: float) -> None:
    words = wording("letter")["web"]
    sheet.qr(RIGHT - _QR + 4, y + 1.5, _QR, bundle.public_url)
    y += 10
    step_number(sheet, MARGIN, y, 1)
    sheet.text(MARGIN + _INDENT, y, words["title"], 13, style="bold")
    steps = [step.format(address=typed(bundle.public_url)) for step in words["steps"]]
    width = INSIDE - _QR - _INDENT
    sheet.bullets(MARGIN + _INDENT, y + 6.5, width, steps, 10.5, between=0.6)


def _by_text(sheet: Sheet, bundle: Bundle, letter: Letter) -> float:
    words = wording("letter")["sms"]
    y = FOLD_TOO + 10
    step_number(sheet, MARGIN, y, 2)
    sheet.text(MARGIN + _INDENT, y, words["title"], 13, style="bold")
    x, width = MARGIN + _INDENT, INSIDE - _INDENT
    y += 6.5
    x += sheet.text(x, y, words["to"], 10.5) + 2
    if bundle.sms_number:
        x += sheet.text(x, y, f"{bundle.sms_number}.", 10.5, style="bold") + 1.5
    else:
        sheet.line(x, y + 1, x + 46, y + 1, 0.3)
        x += 48
    sheet.text(x, y, words["example"], 10.5)
    x = MARGIN + _INDENT
    sheet.box(x, y + 2.8, width, 9, gray=0.9)
    sheet.text(
        x + 4, y + 9, words["words"].format(number=letter.letter_number), 14, style="bold", spacing=0.2
    )
    cost = words["cost_free" if bundle.sms_is_free else "cost_usual"]
    return sheet.block(x, y + 17, width, words["then"].format(cost=cost), 10.5)


def _by_visit_and_rights(sheet: Sheet, bundle: Bundle, y: float) -> None:
    words = wording("letter")
    y += 3.5
    step_number(sheet, MARGIN, y, 3)
    sheet.text(MARGIN + _INDENT, y, words["visit"]["title"], 13, style="bold")
    y = sheet.block(MARGIN + _INDENT, y + 6, INSIDE - _INDENT, words["visit"]["text"], 10.5)
    sheet.box(MARGIN, y - 1.5, INSIDE, 16, weight=0.8)
    below = sheet.block(MARGIN + 4, y + 4.5, INSIDE - 8, words["safe"]["title"], 10.5, style="bold")
    sheet.block(MARGIN + 4, below, INSIDE - 8, words["safe"]["text"].format(help=bundle.office), 10.5)
    sheet.block(MARGIN, y + 20.5, INSIDE, words["law"]["text"], 8.5, gray=0.25)
