"""What is read in the sun: every pair of text and ground that the stylesheets use reaches 7:1."""

from __future__ import annotations

import re

import pytest

from config import CHECKOUT

INK, PAPER, ACCENT, QUIET, RED = "#1d2329", "#ffffff", "#0b5c6b", "#4a545d", "#a4262c"
TINT, OK, WARN, STOP = "#f4f9fa", "#f3faf5", "#fdf8ee", "#fdf5f5"
NIGHT, NIGHT_PANEL, NIGHT_INK, NIGHT_LINK, NIGHT_RED = "#12181c", "#1c262c", "#e8ecee", "#b5dde5", "#ffb4b0"
PAIRS = [
    *((text, ground) for ground in (PAPER, TINT, OK, WARN, STOP) for text in (INK, ACCENT, QUIET)),
    (RED, PAPER), (PAPER, ACCENT), (PAPER, RED),
    *((text, ground) for ground in (NIGHT, NIGHT_PANEL) for text in (NIGHT_INK, NIGHT_LINK, NIGHT_RED)),
]  # fmt: skip


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 7


def test_the_focus_ring_is_seen_on_paper_accent_and_night() -> None:
    ring, edge = "#ffb000", INK
    for ground in (PAPER, ACCENT, NIGHT):
        assert max(contrast(ring, ground), contrast(edge, ground)) >= 3


def test_the_stylesheets_use_no_text_colour_that_is_not_checked_here() -> None:
    checked = {part for pair in PAIRS for part in pair} | {"#fff", "#000"}
    marks = {"#1b6b3a", "#8a5300"}  # drawn marks (a tick, a half circle), beside a word in ink
    for name in ("start", "catat", "staff"):
        text = (CHECKOUT / "static" / f"{name}.css").read_text()
        used = set(re.findall(r"(?<![-\w])color:(#[0-9a-f]+)", text))
        assert used - checked - marks == set(), name
