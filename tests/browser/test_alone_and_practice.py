"""A member answers alone, and a pupil practises: with script and without, at 360 px."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import answer, press
from tests.browser.conftest import Census
from tests.browser.seeing import see

Phone = Callable[..., Page]
GIVEN = {"-day": "17", "-month": "8", "-year": "1985", "sex": "male", "marital": "never"}


def number_for(census: Census, phone: Phone, nik: str, letter: str) -> str:
    """What the administrator's page shows once."""
    page, who = phone(), census.who("administrator")
    page.goto(census.url + "/staff/sign-in")
    page.locator("[name=username]").fill(who["username"])
    page.locator("[name=password]").fill(who["password"])
    press(page, "Masuk")
    page.goto(census.url + "/staff/own-numbers")
    see(page, "alone-officer")
    page.locator("[name=nik]").fill(nik)
    page.locator("[name=letter_number]").fill(letter)
    press(page, "Buat angka masuk")
    see(page, "alone-officer-given")
    return page.locator(".number").inner_text().replace(" ", "")


def come_in(page: Page, census: Census, nik: str, number: str) -> None:
    page.goto(census.url + "/self")
    page.locator("[name=nik]").fill(nik)
    page.locator("[name=secret]").fill(number)
    press(page, "Lanjut")
    page.locator("[name=pin]").fill("melati-putih-3")
    press(page, "Simpan dan lanjut")


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_member_answers_alone(census: Census, phone: Phone, script: bool) -> None:
    family, way = census.family(2), "script" if script else "plain"
    page = phone(script=script)
    number = number_for(census, phone, family["nik"], family["letter_number"])
    page.goto(census.url + "/self")
    see(page, f"alone-{way}-start", script=script)
    come_in(page, census, family["nik"], number)
    for step in range(6):
        if page.url.endswith("/self/end"):
            break
        see(page, f"alone-{way}-step-{step}", script=script)
        answer(page, GIVEN)
        press(page, "Simpan dan lanjut")
    see(page, f"alone-{way}-end", script=script)
    press(page, "Kirim jawaban")
    expect(page.locator("h1")).to_contain_text("Jawaban Anda sudah kami terima")
    assert page.title() == "Isian - Sensus Penduduk Blora"
    see(page, f"alone-{way}-sent", script=script)


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_quick_exit_leaves_nothing_to_come_back_to(census: Census, phone: Phone, script: bool) -> None:
    family, page = census.family(2), phone(script=script)
    number = number_for(census, phone, family["nik"], family["letter_number"])
    come_in(page, census, family["nik"], number)
    expect(page.locator("h1")).to_contain_text("Tentang Anda")
    length = page.evaluate("history.length") if script else 0
    page.get_by_role("link", name="Keluar cepat").click()
    expect(page.locator("h1")).to_contain_text("Catat keluarga Anda")
    if script:
        assert page.evaluate("history.length") == length, "the start page stands in the question's place"
    for _ in range(3):
        page.go_back()
        expect(page.locator("input[name=birth_place]")).to_have_count(0)
        assert "Tentang Anda" not in page.content()


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_pupil_practises_to_the_end(census: Census, phone: Phone, script: bool) -> None:
    page, way = phone(script=script), "script" if script else "plain"
    page.goto(census.url)
    page.get_by_role("link", name="Coba dulu").click()
    page.wait_for_url("**/practice")  # with its stylesheet, which the start page has none of
    see(page, f"practice-{way}-intro", script=script)
    press(page, "Mulai latihan")
    for step in range(20):
        expect(page.locator(".practice")).to_contain_text("Latihan")
        assert page.title().startswith("Latihan: ")
        if page.url.endswith("/practice/form/summary"):
            break
        see(page, f"practice-{way}-step-{step:02d}", script=script)
        answer(page, {**GIVEN, "presence": "present"})
        press(page, "Simpan dan lanjut")
    see(page, f"practice-{way}-summary", script=script)
    press(page, "Kirim jawaban")
    assert page.url.endswith("/practice/receipt")
    assert re.search(r"0000 0000 0000", page.locator(".number").inner_text())
    see(page, f"practice-{way}-receipt", script=script)
