"""NIK and KK numbers: compacted, refused with what to mend, and read for birth date, sex and day of issue."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.id import nik as peer

from webapp.questionnaire.rules import (
    AnswerRefused,
    birth_and_sex_of_nik,
    issue_date_of_kk,
    read_kk,
    read_nik,
)

NIK = "3316991708900001"


@pytest.mark.parametrize(
    "typed",
    [
        "3316991708900001",
        " 3316 9917 0890 0001 ",
        "33.16.99.170890.0001",
        "331699-170890-0001",
        "331699–170890—0001",
        "33169917\u200b08900001\u00a0",
        "3316\x00991708900001",
    ],
)
def test_it_compacts_blanks_dots_dashes_and_other_digits(typed: str) -> None:
    assert len(read_nik(typed)) == 16


def test_it_reads_full_width_digits_as_plain_ones() -> None:
    assert read_nik("３３１６９９１７０８９０００\uff10\uff11") == NIK


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "221"),
        ("331699170890000", "221"),
        ("33169917089000011", "221"),
        ("331699170890000O", "222"),
        ("3316991708900001😀", "222"),
        ("3316991708900000", "223"),
        ("9" * 2000, "202"),
    ],
)
def test_it_refuses_a_wrong_nik_with_its_code(typed: str, code: str) -> None:
    with pytest.raises(AnswerRefused) as refused:
        read_nik(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "code"), [("12", "224"), ("33169917089000ab", "225"), ("3316991708900000", "226")]
)
def test_it_refuses_a_wrong_family_card_with_its_own_codes(typed: str, code: str) -> None:
    with pytest.raises(AnswerRefused) as refused:
        read_kk(typed)
    assert refused.value.code == code


def test_the_refusal_says_how_many_digits_there_are() -> None:
    with pytest.raises(AnswerRefused) as refused:
        read_nik("33169917")
    assert "8 angka" in refused.value.message % refused.value.params


@given(st.text(alphabet="0123456789 .-", max_size=40))
def test_it_compacts_as_the_known_library_does(typed: str) -> None:
    try:
        ours = read_nik(typed)
    except AnswerRefused:
        return
    assert ours == peer.compact(typed)


@pytest.mark.parametrize(
    ("nik", "near", "told"),
    [
        ("3316991708900001", None, (date(1990, 8, 17), "male")),
        ("3316995708900001", None, (date(1990, 8, 17), "female")),
        ("3316990101150001", None, (date(2015, 1, 1), "male")),
        ("3316990101150001", date(1915, 2, 1), (date(1915, 1, 1), "male")),
        ("3316990101150001", date(2014, 2, 1), (date(2015, 1, 1), "male")),
        ("3316992511260001", None, (date(1926, 11, 25), "male")),
        ("3316992902000001", None, (date(2000, 2, 29), "male")),
        ("3316992902000001", date(1900, 3, 1), (date(2000, 2, 29), "male")),
    ],
)
def test_a_nik_tells_birth_date_and_sex(nik: str, near: date | None, told: tuple[date, str]) -> None:
    assert birth_and_sex_of_nik(nik, near, today=date(2026, 11, 22)) == told


@pytest.mark.parametrize(
    "nik", ["3316990013900001", "3316993113900001", "3316993102900001", "3316994008900001"]
)
def test_an_impossible_date_in_a_nik_tells_nothing(nik: str) -> None:
    assert birth_and_sex_of_nik(nik) is None


@given(st.from_regex(r"[0-9]{16}", fullmatch=True), st.none() | st.dates())
def test_any_sixteen_digits_are_read_without_a_fault(nik: str, near: date | None) -> None:
    told = birth_and_sex_of_nik(nik, near)
    assert told is None or told[1] in ("male", "female")


def test_a_family_card_tells_its_day_of_issue() -> None:
    assert issue_date_of_kk("3316990503240007") == date(2024, 3, 5)
    assert issue_date_of_kk("3316994503240007") is None
