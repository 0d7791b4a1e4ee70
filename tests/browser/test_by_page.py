"""A family at its phone: from the start page to the receipt, with and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.answering import PERSON, answer, press, sign_in
from tests.browser.conftest import Census
from tests.browser.seeing import see

Phone = Callable[..., Page]
PIN = "482915"


def claim(page: Page, census: Census, family: dict[str, Any]) -> None:
    """From the start page to the first question."""
    sign_in(page, census.url, family, letter=True)
    page.locator("[name=pin]").fill(PIN)
    press(page, "Simpan dan lanjut")
    press(page, "Mengerti, lanjut")


def answer_all(page: Page, look: Callable[[str], None]) -> None:
    """Every step until the summary."""
    for step in range(40):
        if "/form/summary" in page.url:
            return
        look(f"step-{step:02d}")
        answer(page, PERSON)
        press(page, "Simpan dan lanjut")
    raise AssertionError(f"still at {page.url} after 40 steps")


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_family_is_counted(census: Census, phone: Phone, script: bool) -> None:
    page, family = phone(script=script), census.family(2)
    statuses: list[int] = []
    page.on("response", lambda response: statuses.append(response.status))
    way = "script" if script else "plain"

    def look(name: str) -> None:
        see(page, f"page-{way}-{name}", script=script)

    page.goto(census.url)
    look("start")
    claim(page, census, family)
    answer_all(page, look)
    look("summary")
    press(page, "Kirim jawaban")
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    look("receipt")
    assert "/receipt/" in page.url
    assert page.locator("svg").count() == 1
    assert {status for status in statuses if status >= 400} == set()


@pytest.mark.browser
def test_leaving_and_coming_back_lands_on_the_first_open_step(census: Census, phone: Phone) -> None:
    page, family = phone(), census.family(2)
    claim(page, census, family)
    answer(page, {})
    press(page, "Simpan dan lanjut")
    page.locator("input[type=radio]").first.check()
    press(page, "Simpan dan keluar")
    expect(page.locator("h1")).to_contain_text("keluar")
    page.go_back()
    assert family["nik"] not in page.content()
    again = phone()
    sign_in(again, census.url, family)
    see(again, "page-pin-again")
    again.locator("[name=pin]").fill(PIN)
    press(again, "Simpan dan lanjut")
    assert again.url.endswith("/form/housing")
    expect(again.locator("input[type=radio]").first).to_be_checked()


@pytest.mark.browser
def test_what_was_typed_survives_a_wrong_answer(census: Census, phone: Phone) -> None:
    page, family = phone(), census.family(2)
    page.goto(census.url)
    page.locator("[name=nik]").fill("3316 99 12")
    page.locator("[name=kk]").fill(family["kk"])
    page.locator("main button").first.click()
    see(page, "page-start-errors")
    expect(page.locator("[name=nik]")).to_have_value("3316 99 12")
    expect(page.locator("[name=kk]")).to_have_value(family["kk"])
    expect(page.locator("#errors a").first).to_have_attribute("href", "#nik")
    claim(page, census, family)
    page.locator("[name=street]").fill("Jl. Melati 5")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.locator("#errors")).to_be_visible()
    see(page, "page-step-errors")
    expect(page.locator("[name=street]")).to_have_value("Jl. Melati 5")


@pytest.mark.browser
def test_a_failed_request_says_so_keeps_the_input_and_is_sent_again(census: Census, phone: Phone) -> None:
    page, family = phone(), census.family(2)
    claim(page, census, family)
    page.route("**/form/address", lambda route: route.abort())
    answer(page, {})
    page.locator("[name=street]").fill("Jl. Melati 5")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.locator("#offline")).to_be_visible()
    see(page, "page-offline")
    expect(page.locator("[name=street]")).to_have_value("Jl. Melati 5")
    page.unroute("**/form/address")
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("h1")).to_have_text("Rumah dan fasilitasnya")
    expect(page.locator("#offline")).to_be_hidden()
    expect(page.locator("h1")).to_be_focused()  # focus moves a moment after the swap


@pytest.mark.browser
def test_an_unknown_family_records_itself(census: Census, phone: Phone) -> None:
    page = phone()
    page.goto(census.url)
    page.locator("[name=nik]").fill("3316990101900001")
    page.locator("[name=kk]").fill("3316990101200009")
    page.locator("main button").first.click()
    page.locator("[name=pin]").fill(PIN)
    see(page, "page-unknown-pin")
    press(page, "Simpan dan lanjut")
    press(page, "Mengerti, lanjut")
    expect(page.locator("main")).to_contain_text("104")
    see(page, "page-unmatched")
    page.locator("select").select_option(label="Cepu")
    press(page, "Lanjut")
    see(page, "page-unmatched-village")
    page.locator("select").select_option(index=3)
    page.locator("[name=rt]").fill("2")
    press(page, "Lanjut")
    expect(page.locator("[name=street]")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["Jawa", "English"])
def test_the_language_changes_in_place(census: Census, phone: Phone, language: str) -> None:
    page, family = phone(), census.family(2)
    claim(page, census, family)
    here = page.url
    page.locator("header").get_by_text(language, exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", {"Jawa": "jv", "English": "en"}[language])
    assert page.url == here
    see(page, f"page-{language.lower()}")


@pytest.mark.browser
def test_the_first_view_is_one_small_request(census: Census, phone: Phone) -> None:
    page = phone()
    seen: list[Response] = []
    page.on("response", lambda response: seen.append(response))  # noqa: PLW0108  playwright marks its handlers
    page.goto(census.url, wait_until="networkidle")
    assert [response.url for response in seen if not response.url.startswith("data:")] == [census.url + "/"]
    sizes = seen[0].request.sizes()
    assert sizes["responseHeadersSize"] + sizes["responseBodySize"] <= 3000
