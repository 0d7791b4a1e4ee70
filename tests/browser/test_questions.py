"""Questions that open others, suggestions, and "is this right?", on a phone of 360 px in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import answer, press, sign_in
from tests.browser.conftest import Census

pytestmark = pytest.mark.browser
ALONE = {f"m{n}-presence": "present" if n == 1 else "moved" for n in range(1, 25)}


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def identity(request: pytest.FixtureRequest, census: Census, phone: Callable[..., Page]) -> Page:
    """A family of one on its first page of questions, empty but for what the register knows."""
    page = phone(script=request.param)
    sign_in(page, census.url, census.family(), letter=True)
    page.locator("[name=pin]").fill("271828")
    for name in ("Simpan dan lanjut", "Mengerti, lanjut"):
        press(page, name)
    while "/form/person/" not in page.url:
        answer(page, ALONE)
        press(page, "Simpan dan lanjut")
    return page


def say(page: Page, name: str, value: str) -> None:
    page.locator(f"[name={name}][value={value}]").check()


def test_a_question_waits_hidden_until_its_answer_is_opened(identity: Page) -> None:
    certificate = identity.locator("fieldset:has([name=marriage_certificate])")
    number = identity.locator("[name=marriage_number]")
    expect(certificate).to_be_hidden()
    say(identity, "marital", "married")
    expect(certificate).to_be_visible()
    expect(number).to_be_hidden()
    say(identity, "marriage_certificate", "yes")
    expect(number).to_be_visible()
    say(identity, "marital", "never")
    expect(certificate).to_be_hidden()
    expect(number).to_be_hidden()
    answer(identity, {"marital": "never"})
    press(identity, "Simpan dan lanjut")
    assert "/culture" in identity.url


def test_suggestions_fit_the_phone_and_any_word_may_be_typed(identity: Page) -> None:
    field = identity.locator("[name=birth_place]")
    options = identity.locator(f"#{field.get_attribute('list')} option")
    assert options.count() > 5
    assert identity.evaluate("document.documentElement.scrollWidth") <= 360
    box = field.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    field.fill("Wonosalam di Jombang")
    answer(identity, {"marital": "never"})
    press(identity, "Simpan dan lanjut")
    identity.go_back()
    expect(identity.locator("[name=birth_place]")).to_have_value("Wonosalam di Jombang")


def test_is_this_right_is_answered_with_one_tap(identity: Page) -> None:
    answer(identity, {"marital": "never"})
    male = identity.locator("[name=sex][value=male]")
    say(identity, "sex", "female" if male.is_checked() else "male")
    press(identity, "Simpan dan lanjut")
    panel = identity.locator("#errors")
    expect(panel).to_contain_text("Apakah ini benar?")
    assert identity.evaluate("document.documentElement.scrollWidth") <= 360
    for tap in (panel.get_by_role("button", name="Ya, benar"), panel.get_by_role("link", name="Ubah")):
        box = tap.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    panel.get_by_role("link", name="Ubah").click()
    expect(identity.locator("[name=sex]").first).to_be_in_viewport()
    panel.get_by_role("button", name="Ya, benar").click()
    identity.wait_for_url("**/culture*")
    identity.go_back()
    expect(identity.locator("[name=birth_place]")).to_be_visible()


def test_enter_in_a_field_saves_and_says_no_yes(identity: Page) -> None:
    answer(identity, {"marital": "never"})
    male = identity.locator("[name=sex][value=male]")
    say(identity, "sex", "female" if male.is_checked() else "male")
    press(identity, "Simpan dan lanjut")
    expect(identity.locator("#errors")).to_be_visible()
    identity.locator("[name=birth_place]").press("Enter")
    identity.wait_for_url("**/culture*")
    identity.goto(identity.url.replace("culture", "identity?ask=1"))
    expect(identity.locator("#errors")).to_contain_text("Apakah ini benar?")
