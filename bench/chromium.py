"""A phone with script: Debian's Chromium, driven by the same family, every request and byte counted by CDP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, sync_playwright
from playwright.sync_api import Page as Tab

from bench.family import answers, main_form
from bench.journey import MOST_STEPS, Stuck
from bench.pageforms import Page
from bench.wire import Meter

CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = ["--no-sandbox", "--ignore-certificate-errors", "--disable-gpu", "--disable-background-networking",
              "--disable-component-update", "--no-first-run", "--disable-quic"]  # fmt: skip
_PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "is_mobile": True, "locale": "id-ID",
    "ignore_https_errors": True,
}  # fmt: skip
_FILL = """([at, sent]) => {
  const form = document.querySelectorAll('main form')[at];
  form.dataset.left = '1';
  for (const [name, value] of sent) {
    for (const e of [...form.elements].filter(e => e.name === name)) {
      if (e.type === 'radio' || e.type === 'checkbox') { if (e.value === value) e.checked = true; }
      else if (e.tagName !== 'BUTTON' && e.type !== 'hidden') e.value = value;
    }
  }
  form.querySelector('button').click();
}"""
_ARRIVED = """was => location.href !== was && document.readyState === 'complete'
  && !document.querySelector('main form[data-left]') && !!document.querySelector('main h1')"""
_SETTLED_MS = 60  # htmx takes a new form in hand 20 ms after it has put it there; nobody presses that fast


@contextmanager
def chromium(executable: str = CHROMIUM) -> Iterator[Browser]:
    """A browser; `executable` may be a script that starts it elsewhere."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield browser
        browser.close()


class ScriptPhone:
    """A new phone with an empty cache, that runs script. slower: how many times slower its CPU is made."""

    def __init__(self, browser: Browser, base: str, slower: float = 1) -> None:
        self.base, self.meter = base, Meter()
        self._from_cache: set[str] = set()
        self.context: BrowserContext = browser.new_context(**_PHONE)
        self.tab: Tab = self.context.new_page()
        self.tab.set_default_timeout(60_000)
        self.cdp: CDPSession = self.context.new_cdp_session(self.tab)
        self.cdp.send("Network.enable")
        self.cdp.on("Network.requestWillBeSent", self._asked)
        self.cdp.on("Network.loadingFinished", self._loaded)
        self.cdp.on("Network.requestServedFromCache", self._cached)
        self.cdp.on("Network.responseReceived", self._answered)
        if slower > 1:
            self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": slower})

    @property
    def path(self) -> str:
        return self.tab.url.removeprefix(self.base).partition("?")[0]

    def open(self, path: str) -> None:
        self.tab.goto(self.base + path, wait_until="load")

    def press(self, known: dict[str, str]) -> float:
        """Fill in and send; how many seconds until the next page or step is there. Raises Stuck."""
        was, html = self.tab.url, self.tab.inner_html("main")
        forms = Page(html).forms
        form = main_form(forms)
        began = time.perf_counter()
        try:
            self.tab.evaluate(_FILL, [forms.index(form), answers(form, known)])
            self.tab.wait_for_function(_ARRIVED, arg=was, timeout=30_000)
        except Exception as failure:
            raise Stuck(f"{was}: {self.tab.inner_text('main')[:400]}") from failure
        took = time.perf_counter() - began
        self.tab.wait_for_timeout(_SETTLED_MS)
        return took

    def walk(self, family: dict[str, Any], until: str = "/receipt/") -> Iterator[float]:
        """From the start page to one whose path begins with `until`; seconds of each step."""
        known = {name: str(family[name]) for name in ("nik", "kk", "letter_number")}
        self.open("/")
        for _ in range(MOST_STEPS):
            yield self.press(known)
            if self.path.startswith(until):
                self.tab.wait_for_load_state("networkidle")
                return
        raise Stuck(f"still at {self.path}")

    def close(self) -> None:
        self.context.close()

    def _asked(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("data:"):
            return
        self.meter.requests += 1
        redirect = event.get("redirectResponse")
        if redirect:
            self.meter.received += int(redirect["encodedDataLength"])

    def _answered(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._cached(event)

    def _cached(self, event: dict[str, Any]) -> None:
        """It was asked for, but not on the wire."""
        if event["requestId"] not in self._from_cache:
            self._from_cache.add(event["requestId"])
            self.meter.requests -= 1

    def _loaded(self, event: dict[str, Any]) -> None:
        self.meter.received += int(event["encodedDataLength"])
