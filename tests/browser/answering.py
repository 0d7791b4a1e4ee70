"""A family's hands: fills in whatever a page of the questionnaire asks, as a plausible person would."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page


def press(page: Page, text: str) -> None:
    """Press the button, and wait for the next page or step; or for the same one with its complaint."""
    before = _shown(page)
    with page.expect_response(lambda answer: answer.request.resource_type in ("document", "xhr", "fetch")):
        page.get_by_role("button", name=text, exact=True).first.click()
    for _ in range(40):
        page.wait_for_load_state()
        if _shown(page) != before:
            return
        page.wait_for_timeout(25)


def go_on(page: Page) -> None:
    """Press the page's main button, whatever it is called in this language."""
    main = page.locator("main form button:not(.second, .link, .skip)").first
    press(page, main.inner_text())


def _shown(page: Page) -> str:
    return page.locator("h1").inner_text() + page.url + str(page.locator(".error").count())


def sign_in(page: Page, url: str, family: dict[str, Any], *, letter: bool = False) -> None:
    page.goto(url + "/")
    page.locator("[name=nik]").fill(family["nik"])
    page.locator("[name=kk]").fill(family["kk"])
    if letter:
        page.locator("[name=letter_number]").fill(family["letter_number"])
    page.locator("main button").first.click()
    page.wait_for_load_state()


def answer(page: Page, given: dict[str, str]) -> None:
    """Every visible empty field: what `given` says for the end of its name, else the first choice, 12, or Blora."""
    for fieldset in page.locator("fieldset:has(input[type=radio])").all():
        if fieldset.is_visible() and fieldset.locator("input[type=radio]:checked").count() == 0:
            first = fieldset.locator("input[type=radio]").first
            wanted = _said(given, first)
            (fieldset.locator(f"input[value='{wanted}']") if wanted else first).check()
    for box in page.locator("select").all():
        if box.is_visible() and not box.input_value():
            wanted = _said(given, box)
            box.select_option(wanted) if wanted else box.select_option(index=1)
    for text in page.locator("input:not([type=hidden], [type=radio], [type=checkbox])").all():
        if text.is_visible() and not text.input_value():
            by_kind = "12" if text.get_attribute("inputmode") == "numeric" else "Blora"
            text.fill(_said(given, text) or by_kind)


def _said(given: dict[str, str], field: Locator) -> str:
    name = field.get_attribute("name") or ""
    return next((value for end, value in given.items() if name.endswith(end)), "")


PERSON = {"m1-name": "Siti Rahayu", "m1-relationship": "head", "relationship": "child", "name": "Budi Rahayu",
          "-day": "17", "-month": "8", "-year": "1985", "presence": "present"}  # fmt: skip
