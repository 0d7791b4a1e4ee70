"""Numbers of people never reach a log or a table."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.masking import mask

NIK, KK, LETTER = "3316990101800001", "3316990202100002", "1234567897"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (LETTER, "********97"),
        (f"DAFTAR {LETTER}", "DAFTAR ********97"),
        ("123 456 789 7", "*** *** **9 7"),
        (NIK, "*" * 16),
        (f"{NIK}#{KK}#", f"{'*' * 16}#{'*' * 16}#"),
        ("3316 9901.0180-0001", "**** ****.****-****"),
        ("nik3316990101800001kk", f"nik{'*' * 16}kk"),
        ("0812-3456-7890", "****-****-****"),
        ("33l699O1O18OOOO1", "*" * 16),
        ("123\u200b456", "******"),
        ("\uff13\uff13\uff11\uff16\uff19\uff19", "******"),
        ("\u0663\u0663\u0661\u0666\u0669\u0669", "******"),
        ("pilih 2 ya", "pilih 2 ya"),
        ("lahir 1965", "lahir 1965"),
        ("12345", "12345"),
        ("lolillol", "lolillol"),
        ("", ""),
    ],
)
def test_long_numbers_are_hidden_and_nothing_else(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(
    st.text(max_size=300),
    st.sampled_from([NIK, KK, LETTER]),
    st.sampled_from(["", " ", ".", "-", "#", "\n", "/"]),
)
def test_no_number_of_six_digits_survives_whatever_stands_around_it(
    text: str, number: str, between: str
) -> None:
    shown = mask(text + between.join(number) + text)
    digits = re.sub(r"[\s.\-/#*,:;()_]", "", shown)
    assert number not in digits
    assert not re.search(r"\d{6}", shown)


@given(st.text(max_size=2000))
def test_it_never_fails(text: str) -> None:
    assert isinstance(mask(text), str)


def test_a_long_heap_of_separators_takes_no_time() -> None:
    assert len(mask("1" + " ." * 4000 + "x" + "9 " * 2000)) > 2000
