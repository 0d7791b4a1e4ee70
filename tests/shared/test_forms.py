"""What people type: cleaned, never cut, never a fault."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.databases import TestDatabases
from webapp.shared import forms
from webapp.shared.forms import clean, digits_of


class Card(forms.Form):
    """A name and a number."""

    name = forms.CleanTextField("Nama", longest=10)
    nik = forms.DigitsField("NIK")


@pytest.fixture(scope="module", autouse=True)
def page(databases: TestDatabases) -> Iterator[Flask]:
    with (
        databases.fresh("sqlite") as made,
        made.test_request_context(headers={"Sec-Fetch-Site": "same-origin"}),
    ):
        yield made


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(ANY_TEXT)
def test_cleaned_text_is_what_cleaning_it_again_gives(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not any(unicodedata.category(c) == "Cc" for c in once)


@given(ANY_TEXT)
def test_any_text_in_a_form_is_taken_or_refused_never_a_fault(text: str) -> None:
    form = Card(MultiDict({"name": text, "nik": text}))
    assert form.validate() == (len(clean(text)) <= 10)
    assert str(form.name())
    assert str(form.nik())


@given(
    st.text("0123456789", min_size=1, max_size=16), st.sampled_from([" ", ".", "-", "\u00a0", "\u200b", "–"])
)
def test_digits_are_found_however_they_are_grouped(digits: str, gap: str) -> None:
    assert digits_of(gap.join(digits)) == digits


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("３３１６０５", "331605"),
        ("٣٣١٦", "3316"),
        (" 3316 99\t", "331699"),
        ("33 O5", "33O5"),
        ("²", "2"),
        ("", ""),
    ],
)
def test_digits_of_other_keyboards_are_digits_and_letters_stay_to_be_refused(typed: str, digits: str) -> None:
    assert digits_of(typed) == digits


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Siti\u200b  Aminah ", "Siti Aminah"), ("Si\x00ti", "Siti"), ("e\u0301", "é"), ("a\r\nb", "a b"),
     ("\u202eevil", "evil"), ("😀", "😀"), ("<b>", "<b>")],
)  # fmt: skip
def test_what_a_person_meant_is_kept_and_the_invisible_goes(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_name_that_is_too_long_is_refused_whole_and_shown_again() -> None:
    form = Card(MultiDict({"name": "x" * 300}))
    assert not form.validate()
    assert "x" * 300 in str(form.name())
    assert "10" in form.name.errors[0]


def test_a_field_that_was_not_sent_is_empty() -> None:
    form = Card(MultiDict())
    assert form.validate()
    assert (form.name.data or "", form.nik.data or "") == ("", "")
