"""The poster for a village, to be read from three metres, and the page for those who help others."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.households.service.papers.frame import step_number
from webapp.households.service.papers.words import wording
from webapp.shared.helvetica import measure
from webapp.shared.letterhead import CENSUS, RIGHT, footing, heading, typed
from webapp.shared.paper import INSIDE, MARGIN, WIDTH, Paper, Sheet

_MIDDLE = WIDTH / 2
_QR = 70.0


@dataclass(frozen=True, slots=True)
class Office:
    """Where people turn to."""

    public_url: str
    help_address: str
    sms_number: str = ""


def draw_poster(paper: Paper, language: str, kind: str, village: str, office: Office) -> None:
    """Add a village's poster; kind is the region's."""
    words = wording("poster")[language]
    sheet = paper.sheet()
    heading(sheet, office.help_address)
    sheet.text(MARGIN, 32, words[kind].format(village=village), 16, style="bold")
    for line, text in enumerate(words["title"]):
        sheet.text(MARGIN, 51 + 16 * line, text, 42, style="bold")
    _promises(sheet, words["promise"])
    _web(sheet, words, office)
    _text(sheet, words, office)
    sheet.text(MARGIN, 228.5, words["visit"], 16, style="bold")
    _warning(sheet, words["safe"])
    _help_here(sheet, words)
    footing(sheet, words["law"])


def _promises(sheet: Sheet, promises: list[str]) -> None:
    width = INSIDE / len(promises)
    for place, promise in enumerate(promises):
        x = MARGIN + place * width
        sheet.box(x, 76, width, 15, weight=0.6)
        sheet.text(x + width / 2, 85.5, promise, 15.5, style="bold", align="center")


def _web(sheet: Sheet, words: dict[str, str], office: Office) -> None:
    sheet.qr(RIGHT - _QR + 7, 93, _QR, office.public_url)
    step_number(sheet, MARGIN, 108, 1, side=10)
    sheet.text(MARGIN + 14, 108, words["web"], 22, style="bold")
    width = INSIDE - _QR + 3
    y = sheet.block(MARGIN, 119, width, words["web_how"], 15)
    address = typed(office.public_url)
    size = min(22.0, 22 * width / measure(address, 22, "bold"))
    sheet.text(MARGIN, y + 5, address, size, style="bold")
    sheet.block(MARGIN, y + 16, width, words["web_need"], 13)


def _text(sheet: Sheet, words: dict[str, str], office: Office) -> None:
    sheet.line(MARGIN, 162, RIGHT, 162, 0.3)
    step_number(sheet, MARGIN, 174, 2, side=10)
    sheet.text(MARGIN + 14, 174, words["sms"], 22, style="bold")
    x = MARGIN + sheet.text(MARGIN, 184, words["sms_how"], 15) + 3
    if office.sms_number:
        sheet.text(x, 184, office.sms_number, 18, style="bold")
    else:
        sheet.line(x, 185, RIGHT, 185, 0.4)
    sheet.box(MARGIN, 189, INSIDE, 14, gray=0.9)
    sheet.text(_MIDDLE, 198.5, words["sms_words"], 20, style="bold", align="center")
    sheet.block(MARGIN, 210, INSIDE, words["sms_then"], 13)
    sheet.line(MARGIN, 219.5, RIGHT, 219.5, 0.3)


def _warning(sheet: Sheet, lines: list[str]) -> None:
    sheet.box(MARGIN, 234, INSIDE, 21, gray=0)
    for line, text in enumerate(lines):
        sheet.text(_MIDDLE, 243 + 8 * line, text, 17, style="bold", align="center", gray=1)


def _help_here(sheet: Sheet, words: dict[str, str]) -> None:
    sheet.text(MARGIN, 264, words["here"], 13, style="bold")
    for y, label in ((271, words["here_place"]), (278, words["here_time"])):
        end = MARGIN + sheet.text(MARGIN, y, f"{label}:", 12) + 3
        sheet.line(end, y + 1, RIGHT, y + 1, 0.3)


def draw_guide(paper: Paper, language: str, office: Office) -> None:
    """Add the one page for those who help others."""
    words = wording("guide")[language]
    sheet = paper.sheet()
    heading(sheet, office.help_address)
    sheet.qr(RIGHT - 30, 21, 32, office.public_url)
    sheet.text(MARGIN, 31, words["title"], 20, style="bold")
    sheet.block(MARGIN, 38, INSIDE - 34, words["for_whom"], 10.5)
    y = _titled(sheet, MARGIN, 60, words["steps_title"])
    steps = [step.format(address=typed(office.public_url)) for step in words["steps"]]
    y = sheet.bullets(MARGIN, y, INSIDE, steps, 10.5, numbered=True, between=0.7)
    y = _titled(sheet, MARGIN, y + 4, words["stuck_title"])
    sms = office.sms_number or words["office_number"]
    y = _pairs(sheet, y, [(first, then.format(sms=sms)) for first, then in words["stuck"]])
    y = _titled(sheet, MARGIN, y + 4, words["never_title"])
    y = sheet.bullets(MARGIN, y, INSIDE, words["never"], 10.5, between=0.4)
    y = _titled(sheet, MARGIN, y + 4, words["asked_title"])
    _pairs(sheet, y, [(first, then) for first, then in words["asked"]])
    footing(sheet, words["help"].format(help=office.help_address), CENSUS)


def _titled(sheet: Sheet, x: float, y: float, title: str) -> float:
    sheet.text(x, y, title, 13, style="bold")
    sheet.line(x, y + 1.6, RIGHT, y + 1.6, 0.3)
    return y + 7


def _pairs(sheet: Sheet, y: float, pairs: list[tuple[str, str]]) -> float:
    for first, then in pairs:
        left = sheet.block(MARGIN, y, 50, first, 10.5, style="bold")
        right = sheet.block(MARGIN + 53, y, INSIDE - 53, then, 10.5)
        y = max(left, right) + 0.7
    return y
