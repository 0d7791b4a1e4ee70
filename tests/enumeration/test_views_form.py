"""Filling in: saved at each step, returned to, changed from two tabs, never lost without a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from bench.family import answers
from tests.enumeration.family import PIN, Walker, pairs

HOUSING = "/form/housing"


def sent_by(walker: Walker, **changes: str) -> dict[str, list[str]]:
    """What the open page's form sends, with changes."""
    sent = pairs(answers(walker.form(), walker.known))
    return sent | {name: [value] for name, value in changes.items()}


def test_two_adults_are_done_within_thirty_requests(
    new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    family = next(one for one in families if one["members"] == 2) if _has(families, 2) else families[0]
    walker = new_browser(family, letter=True)
    people = {f"m{n}-presence": "present" if n <= 2 else "moved" for n in range(1, 20)}
    walker.walk("/receipt/", people)
    assert walker.requests <= 30


def _has(families: list[Any], members: int) -> bool:
    return any(one["members"] == members for one in families)


def test_leaving_and_returning_lands_on_the_first_open_step(
    walker: Walker, new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    walker.walk("/form/members")
    walker.post("/leave", {})
    assert walker.path == "/leave"
    assert walker.open("/form").status_code == 401
    back = new_browser(families[0])
    back.open("/")
    back.press()
    back.press()
    assert back.path == "/form/members"
    assert back.open(HOUSING).status_code == 200
    assert 'value="ceramic" checked' in back.html


def test_save_and_leave_keeps_an_unfinished_page(walker: Walker, families: list[Any]) -> None:
    walker.walk(HOUSING)
    walker.post(HOUSING, {"ownership": "own", "leave": "1"})
    assert walker.path == "/leave"
    walker.post("/", walker.known)
    walker.post("/pin", {"pin": PIN})
    assert walker.path == HOUSING
    assert 'value="own" id="ownership" checked' in walker.html or 'value="own"' in walker.html


def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_stays(walker: Walker) -> None:
    walker.walk("/form/person/1/identity")
    data = sent_by(walker, birth_place="B😀lora", **{"birth_date-day": "31", "birth_date-month": "2"})
    response = walker.post(walker.path, data)
    assert response.status_code == 422
    assert "kode 208" in walker.html
    assert "kode 204" in walker.html
    assert 'href="#birth_date"' in walker.html
    assert 'value="31"' in walker.html
    assert "B😀lora" in walker.html


@pytest.mark.parametrize("name", ["x" * 300, "Siti\x00\x08 Aminah", "<script>alert(1)</script>", "😀"])
def test_strange_names_do_no_harm(walker: Walker, name: str) -> None:
    walker.walk("/form/members")
    response = walker.post(walker.path, sent_by(walker, **{"m1-name": name, "m1-relationship": "head"}))
    assert response.status_code in (200, 422)
    assert "<script>alert" not in walker.html


def test_a_second_tab_that_knew_less_is_shown_both(walker: Walker) -> None:
    walker.walk("/form/members")
    walker.open(HOUSING)
    first, second = sent_by(walker, floor="wood"), sent_by(walker, floor="earth")
    assert walker.post(HOUSING, first).status_code == 200
    response = walker.post(HOUSING, second)
    assert response.status_code == 409
    assert "kode 111" in walker.html
    assert "Kayu atau papan" in walker.html
    assert 'value="earth" checked' in walker.html
    assert walker.post(HOUSING, sent_by(walker)).status_code == 200
    walker.open(HOUSING)
    assert 'value="earth" checked' in walker.html


def test_saving_the_same_twice_is_no_conflict(walker: Walker) -> None:
    walker.walk(HOUSING)
    data = sent_by(walker)
    assert walker.post(HOUSING, data).status_code == 200
    assert walker.post(HOUSING, data).status_code == 200


def test_two_tabs_on_different_pages_both_keep_what_they_say(walker: Walker) -> None:
    walker.walk("/form/members")
    walker.open("/form/address")
    address = sent_by(walker, street="Jl. Mawar 9")
    walker.open(HOUSING)
    housing = sent_by(walker, floor="bamboo")
    walker.post("/form/address", address)
    walker.post(HOUSING, housing)
    assert "Jl. Mawar 9" in walker.open("/form/address").get_data(as_text=True)
    assert 'value="bamboo" checked' in walker.open(HOUSING).get_data(as_text=True)


def test_a_change_from_the_summary_returns_to_it(lettered: Walker) -> None:
    lettered.walk("/form/summary")
    lettered.open("/form/person/1/identity?to=summary")
    lettered.post("/form/person/1/identity?to=summary", sent_by(lettered, birth_place="Pati"))
    assert lettered.path == "/form/summary"
    assert "Pati" in lettered.html


def test_a_change_that_opens_questions_asks_them_first(lettered: Walker) -> None:
    lettered.walk("/form/summary", {"activity": "homemaking", "retired": "no"})
    lettered.open("/form/person/1/culture?to=summary")
    lettered.post("/form/person/1/culture?to=summary", sent_by(lettered, activity="working"))
    assert lettered.path.startswith("/form/person/1/work")


def test_htmx_gets_the_next_step_at_once(walker: Walker) -> None:
    walker.walk(HOUSING)
    response = walker.client.post(HOUSING, data=sent_by(walker), headers={"HX-Request": "true"})
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == "/form/members"
    assert "<html" not in html
    assert 'name="m1-presence"' in html


def test_question_pages_are_light(lettered: Walker) -> None:
    lettered.walk("/form/summary")
    for path in (
        "/form/address",
        HOUSING,
        "/form/person/1/identity",
        "/form/person/1/culture",
        "/form/person/1/work",
    ):
        response = lettered.client.get(path, headers={"Accept-Encoding": "br"})
        if response.status_code == 200:
            assert len(response.get_data()) <= 3000, path
            assert b"Tersimpan" in brotli.decompress(response.get_data())


def test_pages_that_are_not_there_are_404(walker: Walker) -> None:
    walker.walk("/form/address")
    for path in ("/form/person/99/identity", "/form/person/1/nothing", "/form/person/0/identity",
                 "/form/person/1/address", "/form/members/77", "/form/person/999999999999/identity"):  # fmt: skip
        assert walker.open(path).status_code == 404, path


def test_a_form_from_elsewhere_keeps_what_was_typed(walker: Walker) -> None:
    walker.walk(HOUSING)
    data = sent_by(walker, floor="marble", csrf_token="wrong")
    response = walker.client.post(HOUSING, data=data, headers={"Sec-Fetch-Site": ""})
    assert response.status_code in (403, 422)


def test_the_language_changes_and_the_answers_stay(walker: Walker, client: FlaskClient) -> None:
    walker.walk("/form/members")
    walker.open("/language?to=jv&back=" + HOUSING)
    assert walker.path == HOUSING
    assert 'value="ceramic" checked' in walker.html
