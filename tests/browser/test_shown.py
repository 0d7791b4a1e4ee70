"""What the census promises its families, shown at 360 px: each way in, each language, each second thought."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import PERSON, answer, go_on, press, sign_in
from tests.browser.conftest import Census
from tests.browser.seeing import see

pytestmark = pytest.mark.browser
Phone = Callable[..., Page]
PIN, OTHER_PIN = "482915", "739164"
ELSEWHERE = "3316990101900001"  # a NIK of nobody


def to_the_receipt(page: Page) -> str:
    """From any step to the receipt; its number."""
    for _ in range(70):
        if "/receipt/" in page.url:
            return page.locator(".number").inner_text()
        answer(page, PERSON)
        go_on(page)
    raise AssertionError(page.locator("main").inner_text())


@pytest.mark.parametrize(
    ("language", "members", "script"),
    [("jv", 6, True), ("en", 6, False), ("jv", 2, False), ("en", 2, True), ("id", 6, False), ("id", 6, True)],
)
def test_a_family_answers_in_its_language(
    census: Census, phone: Phone, language: str, members: int, script: bool
) -> None:
    page, family = phone(script=script), census.family(members)
    page.goto(f"{census.url}/language?to={language}&back=/")
    sign_in(page, census.url, family, letter=True)
    page.locator("[name=pin]").fill(PIN)
    while "/form/members" not in page.url:
        go_on(page)
        answer(page, PERSON)
    see(page, f"shown-{language}-{members}-members", script=script)
    to_the_receipt(page)
    expect(page.locator("html")).to_have_attribute("lang", language)
    see(page, f"shown-{language}-{members}-receipt", script=script)


@pytest.mark.parametrize("kk", ["3316990101200009", "3316990103260009"], ids=["unknown", "newer-card"])
def test_a_family_that_the_register_lacks_is_counted(census: Census, phone: Phone, kk: str) -> None:
    page = phone(script=kk.endswith("260009"))
    sign_in(page, census.url, {"nik": ELSEWHERE, "kk": kk})
    page.locator("[name=pin]").fill(PIN)
    press(page, "Simpan dan lanjut")
    press(page, "Mengerti, lanjut")
    newer = page.get_by_text("setelah daftar kami dibuat").count()
    assert newer == (1 if "260009" in kk else 0)
    page.locator("select").select_option(label="Cepu")
    press(page, "Lanjut")
    page.locator("select").select_option(index=3)
    page.locator("[name=rt]").fill("2")
    press(page, "Lanjut")
    to_the_receipt(page)
    see(page, "shown-unmatched-receipt", script=kk.endswith("260009"))


def test_somebody_else_with_the_same_numbers_answers_beside_and_the_desk_decides(
    census: Census, phone: Phone
) -> None:
    who = census.who("coordinator")
    near = (n for n, one in enumerate(census.families) if one["village_code"].startswith(who["area_code"]))
    family = census.families.pop(next(near))
    receipts = []
    for pin in (PIN, OTHER_PIN):
        page = phone()
        sign_in(page, census.url, family)
        page.locator("[name=pin]").fill(pin)
        press(page, "Simpan dan lanjut")
        press(page, "Mengerti, lanjut")
        expect(page.locator("[name=street]")).to_have_value("")
        receipts.append(to_the_receipt(page))
    assert receipts[0] != receipts[1]
    desk = phone()
    desk.goto(census.url + "/staff/sign-in")
    desk.locator("[name=username]").fill(who["username"])
    desk.locator("[name=password]").fill(who["password"])
    press(desk, "Masuk")
    desk.goto(census.url + "/staff/tasks")
    see(desk, "shown-tasks")
    desk.locator("a[href^='/conflicts/']").first.click()
    see(desk, "shown-conflict")
    expect(desk.locator("[name=version]")).to_have_count(2)
    desk.locator("[name=version]").nth(1).check()
    desk.locator("[name=ground][value=call]").check()
    press(desk, "Putuskan")
    see(desk, "shown-conflict-decided")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_an_answer_is_corrected_after_sending(census: Census, phone: Phone, script: bool) -> None:
    page, family = phone(script=script), census.family(1)
    sign_in(page, census.url, family, letter=True)
    page.locator("[name=pin]").fill(PIN)
    go_on(page)
    first = to_the_receipt(page)
    press(page, "Perbaiki jawaban")
    see(page, f"shown-correcting-{script}", script=script)
    page.locator("[name=pin]").fill(PIN)
    go_on(page)
    page.goto(census.url + "/form/address")
    page.locator("[name=street]").fill("Gang Zamrud 77")
    press(page, "Simpan dan lanjut")
    page.goto(census.url + "/form/summary")
    see(page, f"shown-corrected-{script}", script=script)
    second = to_the_receipt(page)
    see(page, f"shown-corrected-receipt-{script}", script=script)
    assert second != first


def test_a_forgotten_pin_is_replaced_by_a_text(census: Census, phone: Phone) -> None:
    page, family = phone(), census.family(2)
    sign_in(page, census.url, family)
    page.locator("[name=pin]").fill(PIN)
    page.locator("[name=phone]").fill("0812 0000 0011")
    page.locator("[name=consent]").check()
    press(page, "Simpan dan lanjut")
    press(page, "Mengerti, lanjut")
    rest(census, days=4)
    again = phone()
    sign_in(again, census.url, family)
    again.get_by_role("link", name="Sudah punya PIN? Masuk di sini").click()
    see(again, "shown-pin")
    again.get_by_role("link", name="Lupa PIN").click()
    see(again, "shown-forgotten")
    again.get_by_role("button", name="Kirim angka lewat SMS").click()
    expect(again.get_by_role("status")).to_contain_text("sedang dikirim")
    see(again, "shown-forgotten-sent")
    again.locator("[name=number]").fill(number_by_text(phone(), census, "+6281200000011"))
    press(again, "Lanjut")
    see(again, "shown-new-pin")
    again.locator("[name=pin]").fill(OTHER_PIN)
    go_on(again)
    to_the_receipt(again)


def rest(census: Census, days: int) -> None:
    """As if the numbers that families gave had been given so many days ago: new ones replace no PIN."""
    with sqlite3.connect(census.env["CATAT_DATABASE_URL"].removeprefix("sqlite:///"), timeout=20) as base:
        earlier = "strftime('%Y-%m-%d %H:%M:%f000', {}, ?)"
        base.execute(
            f"UPDATE claims SET phone_since = {earlier.format('phone_since')},"
            f" phone_heard_at = {earlier.format('phone_heard_at')} WHERE phone_since IS NOT NULL",
            (f"-{days} days", f"-{days} days"),
        )
    base.close()


def number_by_text(page: Page, census: Census, number: str) -> str:
    """The six digits that a text brings."""
    page.goto(f"{census.url}/phone?phone={quote(number)}")
    for _ in range(60):
        found = re.search(r"\b\d{6}\b", " ".join(page.locator(".msg.in").all_inner_texts()))
        if found:
            return found[0]
        page.wait_for_timeout(150)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())
