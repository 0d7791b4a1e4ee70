"""The other browser that people have: a family to its receipt in Debian's Firefox, with and without script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Census
from tests.browser.firefox import Tab, firefox

pytestmark = pytest.mark.browser
FILL = """(known => {
  const shown = e => e.offsetParent !== null;
  const said = name => known[Object.keys(known).find(end => name.endsWith(end))];
  for (const e of document.querySelectorAll('main form input, main form select')) {
    if (!shown(e) || ['hidden', 'checkbox', 'tel'].includes(e.type)) continue;
    if (e.type === 'radio') {
      const all = [...document.getElementsByName(e.name)];
      if (!all.some(one => one.checked)) (all.find(one => one.value === said(e.name)) || all[0]).click();
    } else if (!e.value) {
      const usual = e.inputMode === 'numeric' ? '12' : 'Blora';
      e.value = said(e.name) || (e.options ? e.options[1].value : usual);
    }
  }
})"""
KNOWN = {"nik": "", "kk": "", "letter_number": "", "pin": "482915", "relationship": "child", "name": "Budi Rahayu",
         "-day": "17", "-month": "8", "-year": "1985", "presence": "present"}  # fmt: skip


def go_through(tab: Tab, census: Census, family: dict[str, Any]) -> int:
    """From the start page to the receipt; how many steps it took."""
    known = {**KNOWN, **{name: str(family[name]) for name in ("nik", "kk", "letter_number")}}
    tab.open(census.url + "/")
    for step in range(40):
        if "/receipt/" in tab.ask("location.pathname"):
            return step
        wide = tab.ask("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, tab.ask("location.pathname")
        for _ in range(2):  # answers open questions, which are answered too
            tab.ask(f"{FILL}({known!r})")
        tab.press_first()
    raise AssertionError(tab.ask("document.querySelector('main').innerText"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_family_is_counted_in_firefox(census: Census, tmp_path: Path, script: bool) -> None:
    with firefox(tmp_path, script=script) as running:
        tab = running.tab()
        assert go_through(tab, census, census.family(2)) > 8
        assert "Terima kasih" in tab.ask("document.querySelector('h1').textContent")
        assert tab.ask("document.querySelectorAll('svg').length") == 1
        tab.open(census.url + "/form/summary")
        assert (tab.ask("typeof wrappedJSObject.htmx") == "object") == script
