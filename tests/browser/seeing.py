"""What must be true of every page that anybody sees."""

from __future__ import annotations

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.house.reading import Page as Html

SHOTS = os.environ.get("CATAT_SHOTS")  # a folder: keep a picture of every page seen, to be looked at
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
_axe = Axe()

_TARGETS = """() => [...document.querySelectorAll(
  'button, select, input:not([type=hidden],[type=radio],[type=checkbox]), .choice, .check, a.button')]
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90))"""
_AXE_TRACES = "() => document.querySelectorAll('[style=\"\"]').forEach(e => e.removeAttribute('style'))"


def see(page: Page, name: str, *, script: bool = True) -> None:
    """Check the page that is open, and keep its picture as `name` when pictures are asked for.

    Without script the page cannot inspect itself (axe never comes back): its HTML is read instead.
    """
    assert not re.search(r"\d{16}", page.url), "an identifier in the address"
    assert Html(page.content()).faults() == [], name  # before the picture, which hides carets by styles
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    if script:
        _measure(page, name)
        found = _axe.run(page, options={"runOnly": STANDARDS})
        page.evaluate(_AXE_TRACES)  # else htmx carries them over, and the policy against inline style objects
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def _measure(page: Page, name: str) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} is {wide} px wider than the screen"
    narrow = (page.viewport_size or {"width": 0})["width"] < 480  # fingers; a desk has a mouse
    assert not narrow or page.evaluate(_TARGETS) == [], f"{name}: targets under 44 px"
