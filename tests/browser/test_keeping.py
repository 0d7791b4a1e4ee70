"""What may happen to a family's phone: the line breaks, time runs out, others take it. Nothing is lost or shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.answering import answer, press, sign_in
from tests.browser.conftest import Census
from tests.browser.seeing import see

pytestmark = pytest.mark.browser
Phone = Callable[..., Page]
PIN = "482915"


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def family(census: Census) -> dict[str, Any]:
    return census.family(2)


def claim(page: Page, census: Census, family: dict[str, Any]) -> None:
    """From the start page to the address."""
    sign_in(page, census.url, family, letter=True)
    page.locator("[name=pin]").fill(PIN)
    press(page, "Simpan dan lanjut")
    press(page, "Mengerti, lanjut")


def test_a_reply_that_is_lost_on_the_way_is_no_second_save(
    census: Census, phone: Phone, family: dict[str, Any]
) -> None:
    page = phone()
    claim(page, census, family)

    def lose(route: Route) -> None:
        route.fetch()  # it arrives, and is saved
        route.abort()

    page.route("**/form/address", lose)
    answer(page, {})
    page.locator("[name=street]").fill("Jl. Melati 5")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("[name=street]")).to_have_value("Jl. Melati 5")
    page.unroute("**/form/address")
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("h1")).to_have_text("Rumah dan fasilitasnya")


def test_offline_in_the_middle_it_sends_again_by_itself_and_by_the_same_button(
    census: Census, phone: Phone, family: dict[str, Any]
) -> None:
    page = phone()
    claim(page, census, family)
    answer(page, {})
    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan dan keluar").click()
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("h1")).to_contain_text("keluar")


def test_after_leaving_back_shows_nothing_personal(
    census: Census, phone: Phone, family: dict[str, Any], script: bool
) -> None:
    page = phone(script=script)
    claim(page, census, family)
    answer(page, {})
    page.locator("[name=street]").fill("Gang Zamrud 77")
    press(page, "Simpan dan lanjut")
    page.goto(census.url + "/form/members")
    name = page.locator("h2").first.inner_text().split(". ", 1)[1]
    page.goto(census.url + "/form")
    page.get_by_role("button", name="Simpan dan keluar").click()
    expect(page.locator("h1")).to_contain_text("keluar")
    for _ in range(8):
        page.go_back()
        page.wait_for_load_state()
        for personal in (name, "Gang Zamrud 77", family["nik"]):
            assert personal not in page.content(), page.url
    page.goto(census.url + "/leave")
    kept = page.evaluate("[localStorage.length, sessionStorage.length]") if script else [0, 0]
    assert kept == [0, 0]
    assert [one for one in page.context.cookies() if one["name"] == "catat"] == []


def test_two_minutes_before_the_end_one_tap_stays(
    census: Census, phone: Phone, family: dict[str, Any]
) -> None:
    page = phone()
    page.clock.install()
    claim(page, census, family)
    page.locator("[name=street]").fill("Jl. Melati 5")
    page.clock.fast_forward("12:30")
    expect(page.locator("#staying")).to_have_count(0)
    page.clock.fast_forward("00:45")
    expect(page.locator("#staying")).to_be_visible()
    see(page, "keeping-stay")
    page.get_by_role("button", name="Tetap di sini").click()
    expect(page.locator("#staying")).to_have_count(0)
    expect(page.locator("[data-left]")).to_be_visible()
    expect(page.locator("[name=street]")).to_have_value("Jl. Melati 5")
    page.clock.fast_forward("13:30")
    expect(page.locator("#staying")).to_be_visible()


def test_the_language_is_switched_with_what_is_typed(
    census: Census, phone: Phone, family: dict[str, Any], script: bool
) -> None:
    page = phone(script=script)
    claim(page, census, family)
    see(page, f"keeping-header-{script}", script=script)
    page.locator("[name=street]").fill("Jl. Melati 5")
    page.locator("header").get_by_text("English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[name=street]")).to_have_value("Jl. Melati 5")
    page.locator("header").get_by_text("Indonesia", exact=True).click()
    expect(page.locator("[name=street]")).to_have_value("Jl. Melati 5")
    answer(page, {})
    press(page, "Simpan dan lanjut")
    expect(page.locator("h1")).to_have_text("Rumah dan fasilitasnya")
    page.locator("input[type=radio]").nth(1).check()
    page.locator("header").get_by_text("Jawa", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "jv")
    expect(page.locator("input[type=radio]").nth(1)).to_be_checked()


def test_a_lost_session_keeps_the_page_until_the_pin(
    census: Census, phone: Phone, family: dict[str, Any], script: bool
) -> None:
    page = phone(script=script)
    claim(page, census, family)
    answer(page, {})
    page.locator("[name=street]").fill("Jl. Melati 5")
    page.context.clear_cookies()
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.locator("h1")).to_contain_text("disimpan terkunci")
    see(page, f"keeping-late-{script}", script=script)
    sign_in(page, census.url, family)
    page.locator("[name=pin]").fill(PIN)
    press(page, "Simpan dan lanjut")
    expect(page.locator("h1")).to_have_text("Rumah dan fasilitasnya")
    page.goto(census.url + "/form/address")
    expect(page.locator("[name=street]")).to_have_value("Jl. Melati 5")


def test_two_phones_see_both_answers(census: Census, phone: Phone, family: dict[str, Any]) -> None:
    one, other = phone(), phone()
    claim(one, census, family)
    sign_in(other, census.url, family)
    other.locator("[name=pin]").fill(PIN)
    press(other, "Simpan dan lanjut")
    for page, street in ((one, "Jl. Melati 5"), (other, "Gang Kenanga 9")):
        answer(page, {})
        page.locator("[name=street]").fill(street)
    press(one, "Simpan dan lanjut")
    other.get_by_role("button", name="Simpan dan lanjut").click()
    expect(other.locator("#errors table")).to_contain_text("Gang Kenanga 9")
    expect(other.locator("#errors table")).to_contain_text("Jl. Melati 5")
    see(other, "keeping-both")
    other.get_by_role("link", name="Pakai yang tersimpan").click()
    expect(other.locator("[name=street]")).to_have_value("Jl. Melati 5")
