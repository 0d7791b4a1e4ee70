"""Languages, and the sentences of every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

import webapp.app  # noqa: F401  so that every room's refusals are known
from webapp.shared import clock, i18n
from webapp.shared.errors import Refusal
from webapp.shared.i18n import LANGUAGES, catalogue, gettext, use_language

EVENING = datetime(2030, 6, 1, 17, 30, tzinfo=UTC)  # half past midnight in Blora


def _refusals(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    yield base
    for each in base.__subclasses__():
        yield from _refusals(each)


class _Anything(dict[str, object]):
    """Fills every place of a sentence."""

    def __missing__(self, name: str) -> object:
        return 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_can_be_said_in_every_language(language: str) -> None:
    for refusal in _refusals():
        with use_language(language):
            said = gettext(refusal.message) % _Anything()
        assert said
        assert said == said.strip()
        assert 400 <= refusal.status < 600


def test_every_refusal_and_its_next_step_reach_the_translators() -> None:
    known: dict[str, str] = getattr(catalogue("en"), "_catalog", {})
    for refusal in _refusals():
        assert refusal.message in known, refusal
        assert refusal.next_step is None or refusal.next_step[0] in known, refusal


def test_a_code_is_used_by_one_room_only() -> None:
    """It may have several sentences (a card newer than the list), but not several meanings."""
    rooms: dict[str, set[str]] = {}
    for refusal in set(_refusals()) - {Refusal}:
        rooms.setdefault(refusal.code, set()).add(refusal.__module__.partition(".rules")[0])
    assert {code: found for code, found in rooms.items() if len(found) > 1} == {}


def test_what_a_catalogue_lacks_is_said_in_indonesian() -> None:
    for language in LANGUAGES:
        with use_language(language):
            assert gettext("Kalimat yang tidak ada di katalog.") == "Kalimat yang tidak ada di katalog."
            assert gettext("") == ""


def test_an_unknown_language_is_indonesian(app: Flask) -> None:
    with use_language("xx"):
        assert i18n.language() == "id"
    with app.test_request_context(headers={"Cookie": "lang=../../etc/passwd"}):
        assert i18n.language() == "id"
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert i18n.language() == "en"
        with use_language("jv"):
            assert i18n.language() == "jv"
        assert i18n.language() == "en"


def test_days_and_times_are_those_of_blora() -> None:
    assert i18n.format_moment(EVENING) == "2 Juni 2030, 00.30 WIB"
    assert i18n.format_day(date(2030, 6, 1)) == "Sabtu, 1 Juni"
    assert i18n.format_number(12345) == "12.345"
    assert i18n.format_percent(0.4351) == "43,5 %"
    with use_language("en"):
        assert i18n.format_time(EVENING) == "00:30"
        assert i18n.format_number(12345) == "12,345"
        assert i18n.format_percent(0.4351) == "43.5%"


def test_a_deadline_ends_with_its_day_in_blora() -> None:
    assert clock.end_of_day(date(2030, 6, 1)) == datetime(2030, 6, 1, 16, 59, 59, tzinfo=UTC)
    with clock.frozen(EVENING):
        assert clock.today() == date(2030, 6, 2)


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != i18n.SOURCE])
def test_a_translation_has_the_places_of_its_source(language: str) -> None:
    words: dict[str, str] = getattr(catalogue(language), "_catalog", {})
    pairs = [(asked, said) for asked, said in words.items() if isinstance(asked, str) and asked]
    assert [said for asked, said in pairs if _places(asked) != _places(said)] == []


def _places(text: str) -> set[str]:
    return {part.split(")")[0] for part in text.split("%(")[1:]}
