"""What the grammar promises for any text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.commands import parse, words
from sms.commands.spelling import osa

INTENTS = {
    *words.COMMANDS.values(),
    words.STOP,
    words.IDENT,
    words.CHOICE,
    words.YEAR,
    words.CHECK,
    words.EMPTY,
    words.UNKNOWN,
}


@given(st.text(max_size=1200))
def test_it_never_fails_and_always_names_a_known_intent(text: str) -> None:
    command = parse(text)
    assert command.intent in INTENTS
    assert all(isinstance(arg, str) for arg in command.args)


@given(
    st.lists(
        st.sampled_from(
            ["DAFTAR", "12", "1234567897", "#", " ", ".", "O", "l", "batal", "\n", "1965", "0000"]
        ),
        max_size=60,
    )
)
def test_any_heap_of_words_and_numbers_is_read(pieces: list[str]) -> None:
    assert parse("".join(pieces)).intent in INTENTS


@given(st.text(alphabet=st.characters(categories=["P", "S", "Z", "C", "M"]), max_size=80))
def test_without_a_letter_or_digit_it_is_empty(text: str) -> None:
    plain = parse(text)
    assert plain.intent == words.EMPTY or any(
        c.isalnum() for c in __import__("unicodedata").normalize("NFKD", text)
    )


@pytest.mark.parametrize("text", ["STOP", " stop ", "sToP!", "BERHENTI"])
def test_stop_is_taken_as_the_whole_message(text: str) -> None:
    assert parse(text).intent == words.STOP


@pytest.mark.parametrize(
    "text", ["STOP STOP", "stop batal", "STOPP", "SOTP", "STO", "NONSTOP", "stop sms ini", "BERHENT"]
)
def test_stop_is_never_guessed(text: str) -> None:
    assert parse(text).intent != words.STOP


def test_more_than_three_meaningful_words_are_for_a_person() -> None:
    assert parse("batal kunjungan besok pagi").intent == words.UNKNOWN
    assert parse("batal kunjungan besok").intent == words.BATAL


def test_thanks_alone_is_marked_as_courtesy() -> None:
    assert parse("Terima kasih banyak, pak").courtesy is False  # "banyak" is no filler: it stays a sentence
    assert parse("matur nuwun nggih pak").intent == words.YA
    assert parse("Terima kasih pak").courtesy


def test_the_words_after_the_first_are_kept_for_the_dialogue() -> None:
    assert parse("tidak jadi").rest == ("JADI",)
    assert parse("waktu lain").rest == (words.LAIN,)
    assert parse("ya batalkan").rest == (words.BATAL,)


@pytest.mark.parametrize(
    ("first", "second", "edits"),
    [
        ("BATAL", "BATAL", 0),
        ("BATAL", "BTAL", 1),
        ("BATAL", "ABTAL", 1),
        ("BATAL", "NATAL", 1),
        ("CA", "ABC", 3),
        ("", "AB", 2),
    ],
)
def test_the_distance_is_optimal_string_alignment(first: str, second: str, edits: int) -> None:
    assert osa(first, second) == edits == osa(second, first)
