"""Switching the language of a page on which something is typed and not saved yet."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.enumeration.family import Walker
from tests.enumeration.hands import alone, filled
from webapp.enumeration.models import DraftPage
from webapp.shared.db import db

IDENTITY = "/form/person/1/identity"


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(DraftPage)) or 0


@pytest.mark.parametrize("language", ["en", "jv"])
def test_a_question_page_shows_again_what_was_typed_and_saves_nothing(
    app: Flask, lettered: Walker, language: str
) -> None:
    lettered.walk(IDENTITY, alone())
    assert 'form="step"' in lettered.html
    before = count()
    lettered.post(IDENTITY, filled(lettered, birth_place="Kupang", lang=language))
    assert lettered.status == 200
    assert f'<html lang="{language}">' in lettered.html
    assert 'value="Kupang"' in lettered.html
    assert count() == before
    lettered.open("/form")
    assert f'<html lang="{language}">' in lettered.html
    lettered.open(IDENTITY)
    assert 'value="Kupang"' not in lettered.html


def test_half_a_page_and_what_is_wrong_with_it_is_no_matter(lettered: Walker) -> None:
    lettered.walk(IDENTITY, alone())
    lettered.post(IDENTITY, {"birth_place": "Kupang", "birth_date-day": "45", "revision": "0", "lang": "en"})
    assert lettered.status == 200
    assert 'value="45"' in lettered.html
    assert 'id="errors"' not in lettered.html


def test_the_members_page_and_the_form_of_one_who_is_added(lettered: Walker) -> None:
    lettered.walk("/form/members")
    lettered.post("/form/members", filled(lettered, **{"m2-presence": "moved", "lang": "en"}))
    assert lettered.path == "/form/members"
    assert 'name="m2-presence" value="moved" checked' in lettered.html.replace(' id="m2-presence"', "")
    lettered.open("/form/members/add")
    lettered.post("/form/members/add", filled(lettered, name="Bayi Baru", lang="jv"))
    assert lettered.path == "/form/members/add"
    assert 'value="Bayi Baru"' in lettered.html
    lettered.open("/form/members")
    assert "Bayi Baru" not in lettered.html


def test_the_start_page_and_the_choice_of_a_pin(client: Any, families: list[Any]) -> None:
    walker = Walker(client, families[0])
    walker.open("/")
    walker.post("/", {"nik": "3316 99", "kk": families[0]["kk"], "letter_number": "", "lang": "en"})
    assert walker.status == 200
    assert '<html lang="en">' in walker.html
    assert 'value="3316 99"' in walker.html
    assert 'id="errors"' not in walker.html
    walker.post("/", walker.known)
    walker.post("/pin", {"pin": "27182", "phone": "0812", "lang": "jv"})
    assert walker.path == "/pin"
    assert 'value="0812"' in walker.html
    assert 'id="errors"' not in walker.html


def test_a_save_in_between_is_still_noticed_after_switching(lettered: Walker) -> None:
    lettered.walk(IDENTITY, alone())
    mine = filled(lettered, birth_place="Kupang", lang="en")
    lettered.post(IDENTITY, filled(lettered, birth_place="Pati"))
    lettered.post(IDENTITY, mine)
    lettered.post(IDENTITY, filled(lettered, birth_place="Kupang"))
    assert lettered.status == 409


def test_a_practice_family_switches_as_well(client: Any, families: list[Any]) -> None:
    walker = Walker(client, families[0])
    walker.open("/practice")
    walker.post("/practice", {})
    walker.post("/practice/form/address", {"street": "Jl. Kenanga", "lang": "en"})
    assert '<html lang="en">' in walker.html
    assert 'value="Jl. Kenanga"' in walker.html


def test_an_unknown_language_changes_nothing(lettered: Walker) -> None:
    lettered.walk(IDENTITY, alone())
    lettered.post(IDENTITY, filled(lettered, birth_place="Kupang", lang="xx<script>"))
    assert '<html lang="id">' in lettered.html
    assert 'value="Kupang"' in lettered.html
