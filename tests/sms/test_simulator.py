"""The phones of the demo, and those that wait for a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.databases import TestDatabases
from tests.sms.conftest import OTHER_PHONE, PHONE, FamilyOfTest, PhoneOfTest


def send(client: FlaskClient, text: str, sender: str = PHONE) -> str:
    answer = client.post("/phone", data={"from": sender, "text": text, "phone": [PHONE, OTHER_PHONE]})
    assert answer.status_code == 303
    return client.get(answer.headers["Location"]).get_data(as_text=True)


def test_several_phones_of_the_sample_are_shown_with_what_their_letters_say(
    census: Flask, client: FlaskClient
) -> None:
    html = client.get("/phone").get_data(as_text=True)
    assert html.count('class="phone"') == 3
    assert "Nomor surat" in html


def test_a_text_typed_there_is_answered_on_the_next_page(
    family: FamilyOfTest, client: FlaskClient, slots: Callable[..., int]
) -> None:
    slots(family)
    html = send(client, f"daftar {family.letter} {family.year}")
    assert f"keluarga surat ..{family.tail} sudah terkonfirmasi" in html
    assert family.letter not in html
    assert f"********{family.tail} ****" in html or "********** ****" in html
    assert "septet" in html
    assert "1 bagian" in html
    assert "Balas 1/2/3" in send(client, "jadwal")


def test_emoji_are_counted_as_unicode(census: Flask, client: FlaskClient) -> None:
    assert "2 huruf Unicode" in send(client, "\U0001f44d")


@pytest.mark.parametrize("text", ["", "x" * 1000, "\x00", "\u200b", "<b>halo</b>", "{{ 7 * 7 }}"])
def test_whatever_is_typed_the_page_comes_back(census: Flask, client: FlaskClient, text: str) -> None:
    html = send(client, text)
    assert "<b>halo</b>" not in html
    assert ">49" not in html


def test_a_sender_that_is_no_phone_gets_no_answer(census: Flask, client: FlaskClient) -> None:
    assert "SENSUS:" not in send(client, "BANTU", "TELKOMSEL")


def test_a_form_from_elsewhere_is_refused(census: Flask, client: FlaskClient) -> None:
    answer = client.post(
        "/phone", data={"from": PHONE, "text": "STOP"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code in {403, 422}
    assert "SENSUS:" not in client.get(f"/phone?phone={PHONE}").get_data(as_text=True)


def test_it_is_absent_in_production(databases: TestDatabases) -> None:
    with databases.fresh("sqlite") as made:
        made.config["CATAT"] = type(made.config["CATAT"])(
            **{**vars(made.config["CATAT"]), "env": "production", "sms_gateways": ("twilio",)}
        )
        client = made.test_client()
        assert client.get("/phone").status_code == 404
        assert client.post("/phone", data={"from": PHONE, "text": "x"}).status_code == 404
        assert client.post("/sms/inbound/console").status_code == 404


def test_a_person_sees_who_waits_and_strangers_do_not(
    family: FamilyOfTest, phone: PhoneOfTest, client: FlaskClient
) -> None:
    phone.says(f"{family.letter} {family.year}")
    phone.says("PETUGAS")
    assert client.get("/sms/waiting").status_code == 401


def test_a_missed_call_starts_the_conversation(
    family: FamilyOfTest, phone: PhoneOfTest, client: FlaskClient, slots: Callable[..., int]
) -> None:
    slots(family)
    stranger = client.post("/phone", data={"from": OTHER_PHONE, "call": "1", "phone": [OTHER_PHONE]})
    html = client.get(stranger.headers["Location"]).get_data(as_text=True)
    assert "Panggilan tak terjawab" in html
    assert "nama desa" in html, "who is not known says where it lives"
    phone.says(f"{family.letter} {family.year}")
    known = client.post("/phone", data={"from": PHONE, "call": "1", "phone": [PHONE]})
    assert "Balas 1/2/3" in client.get(known.headers["Location"]).get_data(as_text=True)
