"""What must be true of every page that anybody sees: WCAG 2.2 AA by two engines, narrow, enlarged and in the dark."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route

from tests.house.reading import Page as Html

SHOTS = os.environ.get("CATAT_SHOTS")  # a folder: keep a picture of every page seen, to be looked at
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320  # CSS px, WCAG 1.4.10
_axe = Axe()

_TARGETS = """() => [...document.querySelectorAll(
  'button, select, input:not([type=hidden],[type=radio],[type=checkbox]), .choice, .check, a.button')]
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90))"""
_EMPTY_ROWS = "() => [...document.querySelectorAll('.choice:not(:has(input))')].map(e => e.textContent)"
_TRACES = "() => document.querySelectorAll('[style=\"\"]').forEach(e => e.removeAttribute('style'))"
_LETTERS = "size => { document.documentElement.style.fontSize = size }"
_TOO_WIDE = """() => { const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > edge + 0.5);
  return [`${document.documentElement.scrollWidth} px`, ...wide.slice(-3).map(e => e.outerHTML.slice(0, 90))]; }"""
_CUT = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(e => e.offsetParent && !e.matches('input, select, textarea')
  && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 90))"""
_SNIFF = """() => new Promise(done => HTMLCS.process('WCAG2AA', document, () => done(HTMLCS.getMessages()
  .filter(m => m.type === HTMLCS.ERROR).map(m => m.code + ' ' + (m.element.outerHTML || '').slice(0, 120)))))"""


@cache
def _sniffer() -> str:
    """The engine of pa11y (npm's html_codesniffer, locked by hash), without pa11y's own browser."""
    path = Path(sys.prefix) / "node/node_modules/html_codesniffer/build/HTMLCS.js"
    assert path.exists(), "bin/set-up test installs HTML_CodeSniffer"
    return path.read_text()


def see(page: Page, name: str, *, script: bool = True) -> None:
    """Check the page that is open, and keep its picture as `name` when pictures are asked for.

    Without script the page cannot inspect itself (axe never comes back): a twin of it is inspected.
    """
    assert not re.search(r"\d{16}", page.url), "an identifier in the address"
    assert Html(page.content()).faults() == [], name  # before the picture, which hides carets by styles
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    if script:
        _inspect(page, name)
    else:
        with _twin(page) as twin:
            _inspect(twin, name)


@contextmanager
def _twin(page: Page) -> Iterator[Page]:
    """The same document and style in a phone that can inspect it, and that gets none of our scripts."""
    html, browser = page.content(), page.context.browser
    assert browser is not None
    context = browser.new_context(viewport=page.viewport_size, locale="id-ID")

    def serve(route: Route) -> None:
        if route.request.resource_type == "document":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "script":
            route.abort()
        else:
            route.continue_()

    context.route("**/*", serve)
    twin = context.new_page()
    twin.goto(page.url)
    yield twin
    context.close()


def _inspect(page: Page, name: str) -> None:
    _measure(page, name)
    found = _axe.run(page, options={"runOnly": STANDARDS})
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    page.emulate_media(color_scheme="dark")
    found = _axe.run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    page.emulate_media(color_scheme="light")
    assert found.violations_count == 0, f"{name} in the dark: {found.generate_report()}"
    page.evaluate(_sniffer())
    sniffed = page.evaluate(_SNIFF)
    assert sniffed == [], f"{name}: {sniffed}"
    page.evaluate(_TRACES)  # else htmx carries them over, and the policy against inline style objects


def _measure(page: Page, name: str) -> None:
    size = page.viewport_size
    assert size
    empty = page.evaluate(_EMPTY_ROWS)
    assert empty == [], f"{name}: answers that cannot be chosen: {empty}"
    wide = page.evaluate(_TOO_WIDE)
    assert wide == [], f"{name} is wider than the screen: {wide}"
    narrow = size["width"] < 480  # fingers; a desk has a mouse
    small = page.evaluate(_TARGETS) if narrow else []
    assert small == [], f"{name}: targets under 44 px: {small}"
    if narrow:
        page.set_viewport_size({"width": NARROW, "height": size["height"]})
        wide = page.evaluate(_TOO_WIDE)
        assert wide == [], f"{name} is wider than {NARROW} px: {wide}"
        page.set_viewport_size(size)
    if (
        narrow and not page.locator("body.staff").count()
    ):  # a desk enlarges by the browser, and gets the cards
        page.evaluate(_LETTERS, "200%")
        lost = page.evaluate(_TOO_WIDE) + page.evaluate(_CUT)
        assert lost == [], f"{name} at 200 % text: {lost}"
        page.evaluate(_LETTERS, "")
