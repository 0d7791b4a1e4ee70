"""Every page that a family, a coordinator, an enumerator and an administrator can reach, read by the inspector."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import Browser
from tests.databases import TestDatabases
from tests.enumeration.family import Walker
from tests.house.reading import Page
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.places import service as places
from webapp.staff import service as staff
from webapp.staff.rules import DEMO_PASSWORD
from webapp.visits import service as visits

HEADERS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip
ANYBODY = ("/", "/help", "/privacy", "/visit", "/staff/sign-in", "/officer/P-0000000", "/receipt/1", "/nowhere",
           "/form", "/staff", "/phone")  # fmt: skip
FIRST_VIEW, QUESTION_PAGE, STAFF_PAGE = (
    3000,
    3000,
    8000,
)  # bytes; with headers for the first, brotli 5 for the others
STAFF = ("admin", "koordinator.cepu", "petugas.cepu.1")


@pytest.fixture(scope="module")
def census(databases: TestDatabases) -> Iterator[Flask]:
    """A small demo; pages are the same on either database, so one will do."""
    with databases.fresh("sqlite") as app:
        app.test_client_class = Browser
        with app.app_context():
            places.load_reference()
            enumeration.ensure_stages(demo=True)
            households.make_demo(300, seed=7)
            staff.make_demo_staff()
            visits.open_demo_offers()
        yield app


def faults(response: TestResponse, path: str) -> list[str]:
    """What is wrong with a page, its headers or its links."""
    page = Page(response.get_data(as_text=True))
    found = page.faults()
    found += [f"{name} missing" for name, value in HEADERS.items() if response.headers.get(name) != value]
    policy = response.headers.get("Content-Security-Policy", "")
    found += [] if "default-src 'none'" in policy and "unsafe" not in policy else ["no policy"]
    found += [f"identifier in {link}" for link in page.links if re.search(r"\d{16}", link)]
    return [f"{path}: {one}" for one in found]


def crawl(client: FlaskClient, start: str, most: int = 40) -> Iterator[tuple[str, TestResponse]]:
    """Follow links from `start` over our own pages, each kind of address once."""
    waiting, kinds = [start], set()
    while waiting and len(kinds) < most:
        path = waiting.pop(0)
        kind = re.sub(r"[0-9a-f-]{36}|\d[\d.]*|=[^&]*", "*", path)
        if kind in kinds:
            continue
        kinds.add(kind)
        response = client.get(path, follow_redirects=True)
        if response.mimetype == "text/html":
            yield path, response
            links = Page(response.get_data(as_text=True)).links
            waiting += [
                link.split("#")[0] for link in links if link.startswith("/") and "/language" not in link
            ]


def signed_in(census: Flask, username: str) -> FlaskClient:
    client = census.test_client()
    sent = {"username": username, "password": DEMO_PASSWORD}
    assert client.post("/staff/sign-in", data=sent).status_code == 303
    return client


@pytest.mark.parametrize("path", ANYBODY)
def test_a_page_for_anybody_is_sound(census: Flask, path: str) -> None:
    response = census.test_client().get(path, follow_redirects=True)
    assert response.status_code < 500
    assert faults(response, path) == []


@pytest.mark.parametrize("username", STAFF)
def test_every_page_of_the_staff_is_sound_and_light(census: Flask, username: str) -> None:
    seen = 0
    for path, response in crawl(signed_in(census, username), "/staff"):
        seen += 1
        assert response.status_code < 400, path
        assert faults(response, path) == []
        assert len(brotli.compress(response.data, quality=5)) <= STAFF_PAGE, path
    assert seen >= 3


@pytest.fixture
def walked(census: Flask) -> Walker:
    """A family that has gone all the way, without script."""
    with census.app_context():
        family = households.samples(20)[-1]
    walker = Walker(census.test_client(), family, letter=True)
    walker.walk("/form/summary")
    walker.press()
    return walker


def test_every_page_of_a_family_is_sound_and_light(walked: Walker) -> None:
    assert walked.path.startswith("/receipt/")
    for html in walked.seen:
        page = Page(html)
        assert page.faults() == []
        assert [link for link in page.links if re.search(r"\d{16}", link)] == []
        heading = re.search("<h1>(.*?)</h1>", html)
        assert len(brotli.compress(html.encode(), quality=5)) <= QUESTION_PAGE, heading


def test_the_first_view_is_light(census: Flask) -> None:
    response = census.test_client().get("/", headers={"Accept-Encoding": "br"})
    assert response.headers["Content-Encoding"] == "br"
    assert len(str(response.headers)) + len(response.data) <= FIRST_VIEW
    page = Page(census.test_client().get("/").get_data(as_text=True))
    assert page.tags["script"] == 0
    assert page.tags["link"] == 1  # the empty icon


def test_a_fragment_carries_the_title_and_no_frame(census: Flask) -> None:
    html = census.test_client().get("/help", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert html.startswith("<title>")
    assert "<html" not in html
    assert html.count("<h1") == 1


@pytest.fixture
def broken(census: Flask) -> Iterator[Callable[[str], TestResponse]]:
    """Ask for a page whose view fails."""

    def ask(path: str) -> TestResponse:
        return census.test_client().get(path)

    view = census.view_functions["enumeration.help_page"]

    def fail() -> None:
        raise RuntimeError("3316990101900001 must not be shown")

    fail.catat_mark = view.catat_mark  # type: ignore[attr-defined]
    census.view_functions["enumeration.help_page"] = fail
    yield ask
    census.view_functions["enumeration.help_page"] = view


def test_a_fault_is_a_calm_page_that_tells_nothing(broken: Callable[[str], TestResponse]) -> None:
    response = broken("/help")
    assert response.status_code == 500
    assert faults(response, "/help") == []
    html = response.get_data(as_text=True)
    assert "3316990101900001" not in html
    assert "Kode 500" in html
