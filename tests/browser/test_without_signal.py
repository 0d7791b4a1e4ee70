"""The enumerator's phone loses its line in mid-day: nothing is lost, nothing doubled, nothing readable."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import press
from tests.browser.conftest import Census
from tests.browser.seeing import see
from tests.browser.test_by_text_and_at_the_door import at_work

pytestmark = pytest.mark.browser
Phone = Callable[..., Page]
PHRASE = "mangga manis"
_STORED = """async () => {
  const db = await new Promise((done) => { const r = indexedDB.open("catat-fieldwork", 1); r.onsuccess = () => done(r.result); });
  const all = (name) => new Promise((done) => { const r = db.transaction(name).objectStore(name).getAll(); r.onsuccess = () => done(r.result); });
  const text = (v) => v instanceof ArrayBuffer || ArrayBuffer.isView(v) ? new TextDecoder("latin1").decode(v) : String(v);
  const kept = [...await all("list"), ...await all("queue")].map((one) => Object.values(one).map(text).join(" ")).join(" ");
  db.close();
  return kept;
}"""  # noqa: E501


def take_along(page: Page) -> None:
    page.locator("summary", has_text="Bawa daftar").click()
    page.locator("#phrase").fill(PHRASE)
    page.get_by_role("button", name="Simpan daftar di HP").click()
    expect(page.locator("#taken")).to_be_visible()


def unlock(page: Page) -> None:
    page.locator("#phrase").fill(PHRASE)
    page.get_by_role("button", name="Buka daftar").click()
    expect(page.locator("#doors li").first).to_be_visible()


def record(page: Page, outcome: str, note: str = "") -> str:
    door = page.locator("#doors li:not(.done)").first
    address = door.locator("[data-of=address]").inner_text()
    door.locator("summary").click()
    door.locator("[name=note]").fill(note)
    door.get_by_role("button", name=outcome, exact=True).click()
    return address


def test_two_outcomes_without_signal_arrive_exactly_once(census: Census, phone: Phone) -> None:
    page = at_work(phone(), census, "enumerator")
    take_along(page)
    see(page, "signal-today")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto(census.url + "/fieldwork/today")
    page.locator("#phrase").fill("salah sekali")
    page.get_by_role("button", name="Buka daftar").click()
    expect(page.locator("#said")).to_contain_text("tidak cocok")
    unlock(page)
    first = record(page, "Tidak ada orang di rumah", "Anjing galak di samping")
    record(page, "Menolak, boleh dicoba lagi")
    expect(page.locator("#unsent")).to_contain_text("2 hasil belum terkirim")
    see(page, "signal-offline")
    kept = page.evaluate(_STORED)
    assert not [word for word in ("Anjing", "not_at_home", "refused_soft", first) if word in kept]

    page.reload()  # the phone is switched off and on again
    expect(page.locator("#unsent")).to_contain_text("2 hasil belum terkirim")
    unlock(page)
    expect(page.locator("#doors li.done")).to_have_count(2)
    page.context.set_offline(False)
    expect(page.locator("#unsent")).to_be_hidden()
    page.goto(census.url + "/fieldwork/today")
    expect(page.locator("main")).not_to_contain_text(first)

    desk = at_work(phone(width=1280), census, "administrator")
    for code, times in (("not_at_home", 1), ("refused_soft", 1)):
        desk.goto(census.url + "/staff/audit?action=attempt+recorded")
        expect(desk.locator("tr", has_text=code)).to_have_count(times)


def test_a_reply_that_is_lost_is_no_second_outcome_and_sign_out_waits_for_what_is_not_sent(
    census: Census, phone: Phone
) -> None:
    page = at_work(phone(), census, "enumerator")
    take_along(page)
    sent: list[bool] = []
    page.route("**/fieldwork/reports", lambda route: (sent.append(bool(route.fetch())), route.abort()))
    page.get_by_role("link", name="Buka pintu ini").first.click()
    page.get_by_role("button", name="Surat dititipkan").click()  # it arrives; the phone does not hear of it
    page.wait_for_url("**/fieldwork/today")
    expect(page.locator("#unsent")).to_contain_text("1 hasil belum terkirim")
    page.get_by_role("button", name="Keluar").click()
    expect(page.locator("#said")).to_contain_text("Belum dapat keluar")
    expect(page.locator("#unsent")).to_contain_text("1 hasil")
    see(page, "signal-sign-out")
    page.unroute("**/fieldwork/reports")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.locator("#unsent")).to_be_hidden()
    assert sent
    press(page, "Keluar")
    expect(page.locator("h1")).to_contain_text("Masuk")
    assert page.evaluate(_STORED).strip() == ""
    desk = at_work(phone(width=1280), census, "administrator")
    desk.goto(census.url + "/staff/audit?action=attempt+recorded")
    expect(desk.locator("tr", has_text="letter")).to_have_count(1)
