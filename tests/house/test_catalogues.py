"""The catalogues: level with the code, English whole, Javanese whole where a family reads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from config import CHECKOUT
from webapp.shared.i18n import FOLDER, LANGUAGES, SOURCE

TRANSLATED = [code for code in LANGUAGES if code != SOURCE]
# Only staff read these; there Javanese may fall back to Indonesian. Every other place is a family's.
STAFF = ("sms/", "templates/fieldwork/", "templates/layouts/staff.html", "templates/components/menu.html",
         "templates/sms/", "templates/staff/",
         "templates/enumeration/stages.html", "templates/enumeration/matching.html",
         "templates/enumeration/guessing.html", "templates/enumeration/conflict.html", "templates/enumeration/slip",
         "templates/enumeration/blank.html",
         "webapp/enumeration/views/conflicts.py",
         "webapp/enumeration/views/matching.py", "templates/visits/bookings.html", "templates/visits/offers.html",
         "templates/enumeration/figures.html", "webapp/enumeration/views/figures.py",
         "templates/private/give.html", "templates/private/given.html", "templates/visits/opening.html",
         "templates/reporting/coverage.html", "webapp/reporting/",
         "webapp/fieldwork/", "webapp/households/", "webapp/staff/",
         "webapp/visits/views/office.py")  # fmt: skip
PUBLIC = ("templates/staff/officer",)  # among those, the page that confirms an officer
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the pages, the code and the questions say now: extracted as `make words` does."""
    template = tmp_path_factory.mktemp("words") / "words.pot"
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml",
         "--add-location=file", "-o", str(template), "."],
        cwd=CHECKOUT, env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, check=True,
    )  # fmt: skip
    return _read(template)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _catalogue(code: str) -> Catalog:
    return _read(FOLDER / f"{code}.po")


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _words(catalogue: Catalog) -> dict[str, Message]:
    return {_forms(message.id)[0]: message for message in catalogue if message.id}


def _for_families(message: Message) -> bool:
    places = [place for place, _ in message.locations]
    return any(place.startswith(PUBLIC) or not place.startswith(STAFF) for place in places)


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_catalogue_has_what_the_pages_say_and_nothing_else(said: Catalog, code: str) -> None:
    """After new words: `make words`, then fill them in."""
    now, known = set(_words(said)), set(_words(_catalogue(code)))
    assert (sorted(now - known), sorted(known - now)) == ([], [])


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_left_unsure_or_over(code: str) -> None:
    catalogue = _catalogue(code)
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_english_is_complete() -> None:
    assert [
        message.id for message in _words(_catalogue("en")).values() if not all(_forms(message.string))
    ] == []


def test_javanese_is_complete_where_families_read(said: Catalog) -> None:
    known = _words(_catalogue("jv"))
    read = [words for words, message in _words(said).items() if _for_families(message)]
    assert len(read) > 500
    assert [words for words in read if not all(_forms(known[words].string))] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_places_for_values_are_kept(code: str) -> None:
    wrong = [
        (asked, form)
        for asked, message in _words(_catalogue(code)).items()
        for form in _forms(message.string)
        if form and sorted(PLACE.findall(form)) != sorted(PLACE.findall(asked))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_sentence_ends_as_its_source_does(code: str) -> None:
    wrong = [
        (asked, form)
        for asked, message in _words(_catalogue(code)).items()
        for form in _forms(message.string)
        if form and (form[-1] in ".?:" or asked[-1] in ".?:") and form[-1] != asked[-1]
    ]
    assert wrong == []


def test_javanese_says_that_a_native_reader_must_check_it() -> None:
    assert "NEEDS A NATIVE READER'S CHECK" in (FOLDER / "jv.po").read_text("utf-8")
