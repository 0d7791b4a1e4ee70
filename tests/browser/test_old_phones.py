"""Old phones: scripts that do not parse, pages that only gzip reaches; and pages that refuse are for everybody."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import PERSON, answer, press, sign_in
from tests.browser.conftest import Census
from tests.browser.seeing import see

pytestmark = pytest.mark.browser
Phone = Callable[..., Page]


@pytest.mark.parametrize(
    "script", ["let = => ;", "throw new Error('too old')", ""], ids=["garbled", "fails", "missing"]
)
def test_a_script_that_does_not_run_leaves_plain_forms(census: Census, phone: Phone, script: str) -> None:
    page = phone()
    if script:
        page.route("**/*.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    else:
        page.route("**/*.js", lambda route: route.abort())
    sign_in(page, census.url, census.family(2), letter=True)
    page.locator("[name=pin]").fill("482915")
    press(page, "Simpan dan lanjut")
    press(page, "Mengerti, lanjut")
    for heading in ("Rumah dan fasilitasnya", "Siapa saja yang tinggal di rumah ini?", "Tentang Anda"):
        answer(page, PERSON)
        press(page, "Simpan dan lanjut")
        expect(page.locator("h1")).to_have_text(heading)
    page.locator("header").get_by_text("English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_browser_without_brotli_gets_gzip(census: Census) -> None:
    address = urlsplit(census.url)
    for path in ("/", "/help"):
        line = http.client.HTTPConnection(address.hostname or "", address.port)
        line.request("GET", path, headers={"Accept-Encoding": "gzip, deflate"})
        reply = line.getresponse()
        assert reply.headers["Content-Encoding"] == "gzip"
        assert b"<h1>" in gzip.decompress(reply.read())
        line.close()


def test_pages_that_refuse_are_pages_for_everybody(census: Census, phone: Phone) -> None:
    page, plain = phone(), phone(script=False)
    for number, path in enumerate(
        ("/nowhere", "/form", "/receipt/1", "/officer/P-0000000", "/staff", "/self/end")
    ):
        for one, script in ((page, True), (plain, False)):
            one.goto(census.url + path)
            see(one, f"refused-{number}-{script}", script=script)
