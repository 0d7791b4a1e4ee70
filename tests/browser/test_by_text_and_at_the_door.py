"""A phone without data, the sub-district's desk and the enumerator's screen see one and the same case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import PERSON, answer, press, sign_in
from tests.browser.conftest import Census
from tests.browser.seeing import see

Phone = Callable[..., Page]


def text(page: Page, words: str) -> str:
    """Send a text from the simulator's first phone, and wait for what comes back."""
    before = page.locator(".msg.in").count()
    page.locator("textarea").first.fill(words)
    page.get_by_role("button", name="Kirim").first.click()
    page.wait_for_load_state()
    for _ in range(60):
        if page.locator(".msg.in").count() > before:
            break
        page.wait_for_timeout(150)
        page.reload()
    return page.locator(".msg.in").last.inner_text()


def book_by_text(page: Page, census: Census, family: dict[str, Any]) -> None:
    page.goto(f"{census.url}/phone?phone={quote(family['phone'])}")
    text(page, f"DAFTAR {family['letter_number']}")
    assert "terkonfirmasi" in text(page, str(family["birth_year"]))
    assert "Pilih waktu" in text(page, "JADWAL")
    assert "Kunjungan" in text(page, "1")


def at_work(page: Page, census: Census, role: str) -> Page:
    who = census.who(role)
    page.goto(census.url + "/staff/sign-in")
    page.locator("[name=username]").fill(who["username"])
    page.locator("[name=password]").fill(who["password"])
    press(page, "Masuk")
    return page


@pytest.mark.browser
def test_a_text_becomes_a_line_of_the_day_list(census: Census, phone: Phone) -> None:
    page, family = phone(), census.family()
    book_by_text(page, census, family)
    see(page, "text-phone")
    tail = family["letter_number"][-2:]

    desk = at_work(phone(), census, "coordinator")
    see(desk, "text-desk")
    desk.goto(census.url + "/visits/bookings")
    see(desk, "text-bookings")
    row = desk.locator("tr", has_text=f"..{tail}")
    expect(row).to_contain_text("SMS")
    desk.goto(census.url + "/fieldwork/day-list")
    desk.get_by_role("link", name="Hari berikutnya").click()
    expect(desk.locator("tr", has_text=f"..{tail}")).to_have_count(1)
    see(desk, "text-day-list")

    assert "batal" in text(page, "BATAL").lower()
    text(page, "YA")
    desk.reload()
    expect(desk.locator("tr", has_text=f"..{tail}")).to_have_count(0)


@pytest.mark.browser
def test_answering_elsewhere_cancels_the_visit_with_a_message(census: Census, phone: Phone) -> None:
    mobile, family = phone(), census.family(2)
    book_by_text(mobile, census, family)
    page = phone()
    sign_in(page, census.url, family)
    page.locator("[name=pin]").fill("482915")
    press(page, "Simpan dan lanjut")
    press(page, "Mengerti, lanjut")
    while "/form/summary" not in page.url:
        answer(page, PERSON)
        press(page, "Simpan dan lanjut")
    press(page, "Kirim jawaban")
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    for _ in range(40):
        mobile.reload()
        if "erima kasih" in mobile.locator(".msg.in").last.inner_text():
            break
        mobile.wait_for_timeout(150)
    see(mobile, "text-cancelled")
    desk = at_work(phone(), census, "coordinator")
    desk.goto(census.url + "/visits/bookings")
    expect(desk.locator("tr", has_text=f"..{family['letter_number'][-2:]}")).to_have_count(0)


@pytest.mark.browser
def test_a_coordinator_opens_times_and_a_family_books_one_by_page(census: Census, phone: Phone) -> None:
    desk = at_work(phone(width=1280), census, "coordinator")
    desk.goto(census.url + "/visits/offers")
    see(desk, "offers-wide")
    desk.locator("summary").first.click()
    desk.locator("[name=villages]").first.check()
    desk.locator("[name=days]").last.check()
    desk.locator("[name=windows]").first.check()
    desk.locator("[name=capacity]").fill("3")
    press(desk, "Lihat jumlahnya")
    see(desk, "offers-opening")
    press(desk, "Ya, buka sekarang")
    see(desk, "offers-opened")

    page, family = phone(), census.family()
    page.goto(census.url + "/visit")
    see(page, "visit-recognise")
    page.locator("[name=letter_number]").fill(family["letter_number"])
    page.locator("[name=birth_year]").fill(str(family["birth_year"]))
    press(page, "Lanjut")
    see(page, "visit-choose")
    page.locator("[name=offer]").first.check()
    press(page, "Pesan waktu ini")
    expect(page.locator("h1")).to_have_text("Petugas akan datang")
    see(page, "visit-booked")
    page.get_by_role("link", name="Batalkan kunjungan").click()
    see(page, "visit-cancel")
    press(page, "Ya, batalkan")
    see(page, "visit-cancelled")


@pytest.mark.browser
def test_an_enumerator_records_an_outcome_in_two_taps_and_interviews(census: Census, phone: Phone) -> None:
    page = at_work(phone(), census, "enumerator")
    see(page, "door-today")
    page.get_by_role("link", name="Buka pintu ini").first.click()
    see(page, "door-one")
    press(page, "Tidak ada orang di rumah")
    see(page, "door-saved")
    expect(page.locator("main")).to_contain_text("Tersimpan")

    page.get_by_role("link", name="Buka pintu ini").first.click()
    page.get_by_role("button", name="Mulai wawancara").click()
    page.wait_for_load_state()
    for step in range(80):
        see(page, f"door-interview-{step:02d}")
        if "/form/summary" in page.url:
            break
        answer(page, PERSON)
        press(page, "Simpan dan lanjut")
    press(page, "Kirim jawaban")
    expect(page.locator("h1")).to_contain_text("sudah tercatat")
    see(page, "door-receipt")


@pytest.mark.browser
def test_an_administrator_closes_a_door_and_the_page_names_the_next_one(census: Census, phone: Phone) -> None:
    page = at_work(phone(), census, "administrator")
    for path in (
        "/staff",
        "/staff/stages",
        "/staff/accounts",
        "/staff/audit",
        "/staff/tasks",
        "/coverage/33.16",
    ):
        page.goto(census.url + path)
        see(page, f"admin{path.replace('/', '-')}")
    family = phone()
    for path in (
        "/help",
        "/privacy",
        "/nowhere",
        "/officer/P-0000000",
        "/receipt/1",
        "/form",
        "/fieldwork/today",
    ):
        family.goto(census.url + path)
        see(family, f"any{path.replace('/', '-')}")
        assert family.locator("main a.button").count() >= 1, f"{path} is a dead end"
