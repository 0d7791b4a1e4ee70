"""`/visit` as a family meets it."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.visits.conftest import FRIDAY, MONDAY_NOON, TUESDAY, VILLAGE, MakeFamily, MakeOffer, taken
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.shared import clock
from webapp.visits import queries, service

PAIR = {"nik": "3316990101900001", "kk": "3316990202100001"}  # of the first family that the fixture makes


def come(client: FlaskClient, **typed: str) -> TestResponse:
    return client.post("/visit", data=typed or PAIR)


def choices(page: TestResponse) -> list[str]:
    return re.findall(r'name="offer"[^>]*value="([^"]+)"', page.text)


def test_a_family_is_asked_who_it_is_then_chooses_sees_moves_and_cancels(
    family: MakeFamily, offer: MakeOffer, client: FlaskClient
) -> None:
    who, first, second = family(), offer(), offer(FRIDAY, "midday")
    assert "letter_number" in client.get("/visit").text
    assert come(client).status_code == 303
    assert choices(client.get("/visit")) == [str(first), str(second)]
    assert client.post("/visit", data={"offer": str(first)}).status_code == 303
    shown = client.get("/visit").text
    assert "Selasa, 4 Juni" in shown
    assert "08.00-11.00" in shown
    assert queries.booking_of(who).channel == "web"  # type: ignore[union-attr]
    assert choices(client.get("/visit?change=1")) == [str(second)]
    assert client.post("/visit", data={"offer": str(second)}).status_code == 303
    assert "Jumat, 7 Juni" in client.get("/visit").text
    assert "Batalkan kunjungan ini?" in client.get("/visit?cancel=1").text
    assert client.post("/visit", data={"action": "cancel"}).status_code == 303
    assert queries.booking_of(who) is None
    assert (taken(first), taken(second)) == (0, 0)


def test_the_letter_with_the_heads_birth_year_opens_the_page_too(ready: Flask, client: FlaskClient) -> None:
    households.make_demo(3, seed=5)
    sample = households.samples(1)[0]
    wrong = come(client, letter_number=sample["letter_number"], birth_year=str(sample["birth_year"] + 1))
    assert wrong.status_code == 422
    assert "310" in wrong.text
    assert sample["letter_number"] in wrong.text  # what was typed is still there
    spaced = f"{sample['letter_number'][:3]} {sample['letter_number'][3:]}"
    assert come(client, letter_number=spaced, birth_year=str(sample["birth_year"])).status_code == 303


HALF_OR_ODD = [
    {"nik": "123"},
    {"letter_number": "12345"},
    {"nik": "x" * 300, "kk": "😀"},
    {"letter_number": "1\x00", "birth_year": "<b>"},
    {"birth_year": "1980"},
]


@pytest.mark.parametrize("typed", HALF_OR_ODD)
def test_half_or_odd_identification_is_asked_for_again(
    ready: Flask, client: FlaskClient, typed: dict[str, str]
) -> None:
    answer = come(client, **typed)
    assert answer.status_code == 422
    assert "<b>" not in answer.text.split("<main")[1].split("</form>")[0].replace("<b>Catat", "")


def test_whoever_comes_too_late_gets_the_other_times(
    family: MakeFamily, offer: MakeOffer, client: FlaskClient
) -> None:
    family()
    first, second = offer(), offer(FRIDAY)
    come(client)
    service.book(family(), first, "sms")
    answer = client.post("/visit", data={"offer": str(first)})
    assert answer.status_code == 409
    assert "301" in answer.text
    assert choices(answer) == [str(second)]


@pytest.mark.parametrize(
    "post", [{}, {"offer": "nonsense"}, {"offer": "0" * 32}, {"action": "cancel"}, {"action": "fly"}]
)
def test_odd_posts_are_refused_with_the_page_again(
    family: MakeFamily, offer: MakeOffer, client: FlaskClient, post: dict[str, str]
) -> None:
    family()
    offer()
    come(client)
    answer = client.post("/visit", data=post)
    assert 400 <= answer.status_code < 500
    assert len(choices(answer)) == 1


def test_before_times_are_open_it_takes_a_wish(family: MakeFamily, client: FlaskClient) -> None:
    who = family()
    come(client)
    assert 'value="wish"' in client.get("/visit").text
    assert (
        client.post("/visit", data={"action": "wish", "days": ["0", "5"], "part": "morning"}).status_code
        == 303
    )
    wish = queries.wish_of(who)
    assert wish is not None
    assert (wish.days, wish.part, wish.channel) == ("05", "morning", "web")
    assert "tercatat" in client.get("/visit").text
    assert client.post("/visit", data={"action": "wish", "part": "midnight"}).status_code == 422


def test_a_closed_door_names_the_next_open_one(family: MakeFamily, client: FlaskClient) -> None:
    family()
    past = clock.now() - timedelta(days=2)
    for door in ("sms_booking", "wish"):
        enumeration.set_stage(door, past, past + timedelta(days=1))
    come(client)
    answer = client.get("/visit")
    assert answer.status_code in (403, 409)
    assert "halaman awal" in answer.text


def test_a_counted_family_is_thanked_and_cannot_book(
    family: MakeFamily, offer: MakeOffer, client: FlaskClient
) -> None:
    who, slot = family(), offer()
    come(client)
    households.record_event(who, "submitted", "web")
    assert "sudah tercatat" in client.get("/visit").text
    assert client.post("/visit", data={"offer": str(slot)}).status_code == 409
    assert taken(slot) == 0


def test_strangers_see_nothing_of_it_and_leaving_ends_it(
    family: MakeFamily, offer: MakeOffer, client: FlaskClient, another_client: FlaskClient
) -> None:
    service.book(family(), offer(), "sms")
    come(client)
    assert "Selasa, 4 Juni" in client.get("/visit").text
    assert "Selasa, 4 Juni" not in another_client.get("/visit").text
    assert another_client.post("/visit", data={"action": "cancel"}).status_code == 422
    assert client.post("/visit", data={"action": "leave"}).headers["Location"] == "/"
    assert "Selasa, 4 Juni" not in client.get("/visit").text


def test_on_the_last_evening_it_says_why_the_time_cannot_be_changed(
    family: MakeFamily, offer: MakeOffer, client: FlaskClient
) -> None:
    who, slot, later = family(), offer(), offer(FRIDAY)
    service.book(who, slot, "sms")
    with clock.frozen(MONDAY_NOON + timedelta(hours=8, minutes=1)):
        come(client)
        assert "change=1" not in client.get("/visit").text
        answer = client.post("/visit", data={"offer": str(later)})
        assert answer.status_code == 409
        assert "306" in answer.text
    assert UUID(str(queries.booking_of(who).offer_id)) == slot  # type: ignore[union-attr]
    assert (MONDAY_NOON.date() + timedelta(days=1), "33.16.05.2001") == (TUESDAY, VILLAGE)
