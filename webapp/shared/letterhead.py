"""What every paper of the office begins and ends with."""

from __future__ import annotations

from webapp.shared.paper import HEIGHT, INSIDE, MARGIN, WIDTH, Sheet

CENSUS = "Sensus Penduduk Blora"
RIGHT = WIDTH - MARGIN


def heading(sheet: Sheet, office: str, census: str = CENSUS) -> None:
    """The strip at the top: whose paper this is."""
    end = MARGIN + sheet.text(MARGIN, 16, "Catat", 15, style="bold")
    sheet.text(end + 3, 16, census, 11)
    sheet.text(RIGHT, 16, office, 9, align="right", gray=0.25)
    sheet.box(MARGIN, 18.6, INSIDE, 0.9, gray=0)


def footing(sheet: Sheet, left: str, right: str = "") -> None:
    """One small line at the foot."""
    y = HEIGHT - 10
    sheet.line(MARGIN, y - 4.5, RIGHT, y - 4.5, 0.2)
    sheet.text(MARGIN, y, left, 8.5, gray=0.25)
    sheet.text(RIGHT, y, right, 8.5, gray=0.25, align="right")


def typed(address: str) -> str:
    """An address as people type it."""
    return address.removeprefix("https://").removeprefix("http://")
