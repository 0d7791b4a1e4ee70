"""A new version of the questionnaire while families are filling in the old one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.enumeration.family import PIN, Walker
from tests.enumeration.hands import alone, filled, office_reads
from tests.questionnaire.second_form import VERSION, write_second_form
from webapp.enumeration.models import Version
from webapp.questionnaire import service as questionnaire
from webapp.shared.db import db

CULTURE, IDENTITY = "/form/person/1/culture", "/form/person/1/identity"


@pytest.fixture
def second_form(tmp_path: Path) -> Iterator[None]:
    """From its use on, new drafts are begun under another version."""
    with questionnaire.trial(VERSION, write_second_form(tmp_path)):
        yield


@pytest.fixture
def begun(lettered: Walker, request: pytest.FixtureRequest) -> Walker:
    """A family halfway through its person's questions when the version changes."""
    lettered.walk(CULTURE, alone() | {"ethnicity": "Samin"})
    request.getfixturevalue("second_form")
    return lettered


def test_a_draft_goes_on_under_the_version_in_which_it_was_begun(app: Flask, begun: Walker) -> None:
    begun.open(IDENTITY)
    assert 'name="stay"' in begun.html
    assert "length_of_stay" not in begun.html
    begun.open(CULTURE)
    assert 'name="ethnicity"' in begun.html
    assert 'name="hobby"' not in begun.html
    begun.walk("/receipt/", {"ethnicity": "Samin"})
    told = office_reads(app)
    assert told["definition"] == "short_form_1"
    answers = told["members"][0]["answers"]
    assert (answers["stay"], answers["ethnicity"]) == ("since_birth", "Samin")
    assert begun.seen


def test_leaving_and_coming_back_loses_nothing(begun: Walker) -> None:
    begun.post("/leave", {})
    begun.open("/")
    begun.press()
    begun.post("/pin", {"pin": PIN})
    assert begun.path == CULTURE
    begun.open(IDENTITY)
    assert 'value="since_birth"' in begun.html
    begun.post(IDENTITY, filled(begun, birth_place="Pati"))
    begun.open(IDENTITY)
    assert 'value="Pati"' in begun.html


def test_a_family_that_begins_afterwards_answers_the_new_one(
    begun: Walker, new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    other = new_browser(families[1], letter=True)
    other.walk("/receipt/", alone())
    assert any('name="hobby"' in page and 'name="ethnicity"' not in page for page in other.seen)
    assert not any('name="stay"' in page for page in other.seen)
    begun.walk("/receipt/", alone())
    versions = db.session.execute(select(Version.definition_version, Version.state)).all()
    assert sorted(tuple(row) for row in versions) == [("short_form_1", "sent"), (VERSION, "sent")]


def test_both_versions_are_asked_on_pages_of_their_own_at_the_same_time(
    begun: Walker, new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    other = new_browser(families[1], letter=True)
    other.walk(CULTURE, alone())
    for _ in range(2):
        assert 'name="ethnicity"' in begun.open(CULTURE).get_data(as_text=True)
        assert 'name="hobby"' in other.open(CULTURE).get_data(as_text=True)
