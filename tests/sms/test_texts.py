"""Every text in every language, with the longest values it can be given."""

import re
import string
from datetime import date

import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from sms import texts
from sms.texts.septets import BASIC, EXTENDED, is_gsm7, segments, septets

WORST = {
    "no": "97",
    "n": "12345678",
    "day": "31/12",
    "a": "9",
    "b": "9",
    "c": "9",
    "s1": "2030-12-24 midday",
    "s2": "2030-12-25 afternoon",
    "s3": "2030-12-26 morning",
    "count": "5",
    "list": "1=..97 2=..97 3=..97 4=..97 5=..97",
    "word": "PETUGAS",
    "officer": "P-1234567",
    "receipt": "W" * 20,
    "text": "W" * 140,
    "d1": "2030-12-24",
    "rt": "003",
    "tails": " ".join(["4821"] * 15),
}
FORBIDDEN_WORDS = re.compile(r"\b(pin|kode|code|verif\w*|gratis|free|otp|klik|http\w*)\b", re.IGNORECASE)
FORBIDDEN_CHARACTERS = set("^{}[]~\\|€")
ASKS_FOR_A_REPLY = re.compile(r"balas|bales|reply|wangsulana", re.IGNORECASE)
LONGEST = 148  # septets, so that a network that adds a word still sends one segment
EVERY_TEXT = [(message, language) for message in texts.names() for language in texts.LANGUAGES]


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("message", "language"), EVERY_TEXT)
def test_it_fits_one_segment_and_holds_nothing_that_operators_filter(message: str, language: str) -> None:
    text = texts.render(message, language, WORST)
    assert text.startswith("SENSUS: ")
    assert septets(text) == len(smsutil.encode(text)) <= LONGEST
    assert smsutil.encode(text)
    assert not FORBIDDEN_CHARACTERS & set(text)
    assert text.isascii(), "accents are not safe on every network"
    assert not FORBIDDEN_WORDS.search(text)
    assert not re.search(r"\d{5,}", text.replace(WORST["officer"], "").replace(WORST["n"], "")), (
        "a long number looks like a phone number"
    )


@pytest.mark.parametrize("message", texts.names())
def test_every_language_uses_the_same_parameters(message: str) -> None:
    wanted = parameters(texts.template(message, "id"))
    assert wanted <= WORST.keys()
    assert all(parameters(texts.template(message, language)) == wanted for language in texts.LANGUAGES)


def test_every_language_has_every_text() -> None:
    for language in texts.LANGUAGES:
        assert sorted(path.stem for path in (texts.FOLDER / language).glob("*.txt")) == texts.names()


@pytest.mark.parametrize(
    ("message", "language"), [(m, lang) for m, lang in EVERY_TEXT if m.startswith("notice_")]
)
def test_a_notice_never_asks_for_a_reply_since_it_may_leave_by_a_one_way_sender(
    message: str, language: str
) -> None:
    assert not ASKS_FOR_A_REPLY.search(texts.template(message, language))


def test_a_slot_reads_as_people_say_it() -> None:
    value = texts.slot(date(2030, 12, 24), "midday")
    assert "Sel 24/12 13.00-15.30" in texts.render("cancelled", "id", {"s1": value})
    assert "Tue 24/12 13.00-15.30" in texts.render("cancelled", "en", {"s1": value})


def test_a_text_of_more_than_one_segment_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        texts.render("notice_thanks", "id", {"no": "97", "receipt": "W" * 120})


GSM = st.text(alphabet=sorted((BASIC | EXTENDED) - {"\f"}), max_size=700)


@given(GSM)
def test_the_septet_counter_agrees_with_smsutil(text: str) -> None:
    assert is_gsm7(text)
    assert septets(text) == len(smsutil.encode(text))


@given(
    GSM.filter(bool) | st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)
)
def test_the_segment_counter_agrees_with_smsutil(text: str) -> None:
    if "\f" not in text:
        assert segments(text) == len(smsutil.split(text).parts)


def test_a_text_that_is_not_gsm7_has_no_septets() -> None:
    with pytest.raises(ValueError, match="GSM-7"):
        septets("👍")
