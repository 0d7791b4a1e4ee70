"""Soft checks: asked once where they arise, answered with one tap, sealed with the answers, never in the way."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.enumeration.family import Walker
from tests.enumeration.hands import alone, born, filled, office_reads, token_on
from webapp.enumeration.models import Facts
from webapp.shared.db import db

IDENTITY = "/form/person/1/identity"
ASKED = "Apakah ini benar?"


def soft_checks() -> int:
    return db.session.scalars(select(Facts.soft_checks)).one()


def other_sex(walker: Walker) -> str:
    return "female" if 'value="male" id="sex" checked' in walker.html else "male"


@pytest.fixture
def asked(lettered: Walker) -> Walker:
    """A family of one whose member has just said to be of the other sex than the NIK says."""
    lettered.walk(IDENTITY, alone())
    lettered.post(IDENTITY, filled(lettered, sex=other_sex(lettered)))
    return lettered


def test_an_odd_answer_is_asked_about_on_the_same_page(asked: Walker) -> None:
    assert asked.path == IDENTITY + "?ask=1"
    assert asked.status == 200
    assert ASKED in asked.html
    assert "Jenis kelamin" in asked.html
    assert 'href="#sex"' in asked.html
    assert 'name="birth_place"' in asked.html


def test_yes_goes_on_and_is_kept_sealed_with_the_answers(app: Flask, asked: Walker) -> None:
    asked.post(asked.path, filled(asked, right=token_on(asked.html)))
    assert asked.path == "/form/person/1/culture"
    asked.open(IDENTITY)
    assert ASKED not in asked.html
    asked.post(IDENTITY, filled(asked))
    assert asked.path == "/form/person/1/culture"
    asked.walk("/receipt/")
    assert soft_checks() == 1
    assert office_reads(app)["members"][0]["soft"] == {"sex_unlike_nik": "kept"}


def test_it_is_asked_once_and_need_not_be_answered(app: Flask, asked: Walker) -> None:
    asked.press()
    assert asked.path == "/form/person/1/culture"
    asked.walk("/form/summary")
    assert ASKED not in asked.html
    asked.walk("/receipt/")
    assert soft_checks() == 1
    assert office_reads(app)["members"][0]["soft"] == {"sex_unlike_nik": "asked"}


def test_mended_it_is_gone(app: Flask, asked: Walker) -> None:
    asked.post(asked.path, filled(asked, sex=other_sex(asked)))
    assert asked.path == "/form/person/1/culture"
    asked.walk("/receipt/")
    assert soft_checks() == 0
    assert office_reads(app)["members"][0]["soft"] == {}


def test_yes_to_answers_that_have_changed_meanwhile_asks_again(asked: Walker) -> None:
    yes = token_on(asked.html)
    asked.post(asked.path, filled(asked, **born(1901), right=yes))
    assert asked.path == IDENTITY + "?ask=1"
    assert "Tanggal lahir" in asked.html
    later = token_on(asked.html)
    assert later != yes
    asked.post(asked.path, filled(asked, **born(1902), right=later))
    assert asked.path == IDENTITY + "?ask=1"


def test_several_are_one_question(app: Flask, lettered: Walker) -> None:
    lettered.walk(IDENTITY, alone())
    lettered.post(IDENTITY, filled(lettered, **born(2013), marital="married"))
    assert "sudah pernah kawin" in lettered.html
    assert "menjadi kepala keluarga" in lettered.html
    lettered.post(lettered.path, filled(lettered, right=token_on(lettered.html)))
    lettered.walk("/receipt/")
    soft = office_reads(app)["members"][0]["soft"]
    assert soft == dict.fromkeys(("married_young", "head_young", "birth_date_unlike_nik"), "kept")
    assert soft_checks() == 3


def test_what_no_longer_applies_is_no_longer_odd(app: Flask, lettered: Walker) -> None:
    lettered.walk(IDENTITY, alone())
    lettered.post(IDENTITY, filled(lettered, **born(2013), marital="married"))
    lettered.post(IDENTITY, filled(lettered, **born(2019)))
    lettered.walk("/receipt/")
    assert "married_young" not in office_reads(app)["members"][0]["soft"]


def test_saving_and_leaving_is_not_held_up(lettered: Walker) -> None:
    lettered.walk(IDENTITY, alone())
    lettered.post(IDENTITY, filled(lettered, sex=other_sex(lettered), leave="1"))
    assert lettered.path == "/leave"


def test_a_change_from_the_summary_is_asked_and_returns_to_the_summary(lettered: Walker) -> None:
    lettered.walk("/form/summary", alone())
    lettered.open(IDENTITY + "?to=summary")
    lettered.post(lettered.path, filled(lettered, sex=other_sex(lettered)))
    assert lettered.path == IDENTITY + "?to=summary&ask=1"
    lettered.post(lettered.path, filled(lettered, right=token_on(lettered.html)))
    assert lettered.path == "/form/summary"


def test_htmx_gets_the_question_as_a_fragment(lettered: Walker) -> None:
    lettered.walk(IDENTITY, alone())
    data = filled(lettered, sex=other_sex(lettered))
    response = lettered.client.post(IDENTITY, data=data, headers={"HX-Request": "true"})
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == IDENTITY + "?ask=1"
    assert ASKED in html
    assert "<html" not in html


@pytest.mark.parametrize(
    "right", ["", "1.sex_unlike_nik.0", "x" * 5000, "\x00 %s <b>", "2.head_young.1 3.3.3"]
)
def test_a_made_up_yes_says_nothing(asked: Walker, right: str) -> None:
    assert asked.post(asked.path, filled(asked, right=right)).status_code == 200
    assert asked.path == "/form/person/1/culture"
    asked.open(IDENTITY + "?ask=1")
    assert ASKED in asked.html


def test_two_members_compared_are_asked_about_on_the_summary(app: Flask, walker: Walker) -> None:
    walker.walk("/form/summary", alone(2))
    assert "jenis kelamin keduanya sama" in walker.html
    assert "/form/person/2/identity?to=summary#sex" in walker.html
    walker.post("/form/checks", {"right": token_on(walker.html)})
    assert walker.path == "/form/summary"
    assert ASKED not in walker.html
    walker.walk("/receipt/")
    assert soft_checks() == 1
    assert office_reads(app)["members"][1]["soft"] == {"spouse_same_sex": "kept"}


def test_the_summary_sends_without_an_answer_to_it(app: Flask, walker: Walker) -> None:
    walker.walk("/form/summary", alone(2))
    assert ASKED in walker.html
    walker.press()
    assert walker.path.startswith("/receipt/")
    assert soft_checks() == 1
    assert office_reads(app)["members"][1]["soft"] == {"spouse_same_sex": "new"}


def test_after_a_change_of_the_head_the_summary_asks_again(walker: Walker) -> None:
    walker.walk("/form/summary", alone(2))
    walker.post("/form/checks", {"right": token_on(walker.html)})
    for n in (1, 2):
        walker.open(f"/form/person/{n}/identity?to=summary")
        walker.post(walker.path, filled(walker, sex=other_sex(walker)))
    walker.open("/form/summary")
    assert "jenis kelamin keduanya sama" in walker.html
