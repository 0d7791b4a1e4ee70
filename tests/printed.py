"""Reads a PDF as somebody does who holds the paper: its words, its codes, and whether lines run into each other."""

from __future__ import annotations

from itertools import combinations
from typing import Any, NamedTuple

import pypdfium2
import zxingcpp


class Box(NamedTuple):
    """Where a run of text stands, in points from the bottom left."""

    left: float
    bottom: float
    right: float
    top: float


class Printed:
    """A document to look at; pages count from 0."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._pdf: Any = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._pdf)

    @property
    def title(self) -> str:
        return str(self._pdf.get_metadata_dict()["Title"])

    def text(self, page: int = 0) -> str:
        """Everything that is written there, blanks and line ends as one blank."""
        return " ".join(self._pdf[page].get_textpage().get_text_range().split())

    def codes(self, page: int = 0) -> list[str]:
        """What a phone's camera reads out of the QR codes of a page."""
        picture = self._pdf[page].render(scale=3).to_pil()
        return [found.text for found in zxingcpp.read_barcodes(picture)]

    def boxes(self, page: int = 0) -> list[Box]:
        text = self._pdf[page].get_textpage()
        return [Box(*text.get_rect(place)) for place in range(text.count_rects())]

    def faults(self, page: int = 0) -> list[str]:
        """Text beyond the paper's edge (5 mm), and lines that run into each other."""
        width, height = self._pdf[page].get_size()
        edge = 14.0
        boxes = self.boxes(page)
        beyond = [
            f"beyond the edge: {box}"
            for box in boxes
            if box.left < edge or box.bottom < edge or box.right > width - edge or box.top > height - edge
        ]
        crossing = [
            f"{one} runs into {other}" for one, other in combinations(boxes, 2) if _overlap(one, other) > 1.5
        ]
        return beyond + crossing


def _overlap(one: Box, other: Box) -> float:
    """The smaller side of what two boxes share, in points; 0 when they share nothing."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.top, other.top) - max(one.bottom, other.bottom)
    return max(0.0, min(wide, high))
