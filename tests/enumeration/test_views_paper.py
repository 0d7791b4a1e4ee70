"""What a family can print: the receipt for whoever sent it, what to prepare, what is really ours."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.enumeration.family import Walker
from tests.house.reading import Page
from tests.printed import Printed
from webapp.enumeration import service
from webapp.shared.i18n import LANGUAGES, use_language

SENT_AT = datetime(2030, 6, 1, 12, 42, tzinfo=UTC)


@pytest.fixture
def receipt(client: FlaskClient, families: list[Any]) -> str:
    """The path of the receipt of a family that has just sent, in its own browser."""
    return Walker(client, families[0], letter=True).walk("/receipt/")


def test_the_sender_gets_the_receipt_as_one_page(client: FlaskClient, receipt: str) -> None:
    number = receipt.removeprefix("/receipt/")
    assert f'href="{receipt}.pdf"' in client.get(receipt).get_data(as_text=True)
    answer = client.get(f"{receipt}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    printed = Printed(answer.get_data())
    assert len(printed) == 1
    assert f"{number[:4]} {number[4:8]} {number[8:]}" in printed.text()
    assert re.search(r"Diterima \d+ \w+ \d{4}, \d\d\.\d\d WIB", printed.text())
    assert printed.codes() == [f"http://127.0.0.1:8000/receipt/{number}"]
    assert printed.faults() == []


def test_the_sheet_and_its_name_hold_nobodys_data(
    client: FlaskClient, receipt: str, families: list[Any]
) -> None:
    answer = client.get(f"{receipt}.pdf")
    number = receipt.removeprefix("/receipt/")
    name = f"tanda-terima-{number[:4]}-{number[4:8]}-{number[8:]}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    text = Printed(answer.get_data()).text().replace(" ", "")
    for secret in ("nik", "kk", "letter_number"):
        assert families[0][secret] not in text


def test_everybody_else_is_sent_to_the_page(
    client: FlaskClient, another_client: FlaskClient, receipt: str
) -> None:
    answer = another_client.get(f"{receipt}.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (303, receipt)
    assert another_client.get("/receipt/111111111111.pdf", follow_redirects=True).status_code == 404
    client.post("/leave")
    assert client.get(f"{receipt}.pdf").status_code == 303


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_fits_in_every_language(plain: Flask, language: str) -> None:
    with use_language(language):
        printed = Printed(service.receipt_paper("888888888888", SENT_AT, 20))
    assert len(printed) == 1
    assert printed.faults() == []
    assert "8888 8888 8888" in printed.text()
    assert "20" in printed.text()


@pytest.fixture
def plain(databases: Any) -> Any:
    with databases.fresh("sqlite") as made, made.app_context():
        yield made


@pytest.mark.parametrize("path", ["/prepare", "/official"])
def test_pages_to_read_are_sound_and_found(client: FlaskClient, families: list[Any], path: str) -> None:
    html = client.get(path).get_data(as_text=True)
    assert Page(html).faults() == []
    for finder in ("/", "/help"):
        assert path in Page(client.get(finder).get_data(as_text=True)).links


def test_the_official_page_names_the_address_of_the_settings(databases: Any) -> None:
    known = {"CATAT_PUBLIC_URL": "https://sensus.example.go.id", "CATAT_SMS_OFFICE_NUMBER": "0812-0000-0000"}
    with databases.fresh("sqlite", **known) as made:
        html = made.test_client().get("/official").get_data(as_text=True)
    assert "<b>sensus.example.go.id</b>" in html
    assert "0812-0000-0000" in html


def test_the_first_view_stays_within_three_kilobytes(client: FlaskClient, families: list[Any]) -> None:
    answer = client.get("/", headers={"Accept-Encoding": "br"})
    headers = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers)
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.get_data()) + headers <= 3000
    assert b"/official" in brotli.decompress(answer.get_data())
