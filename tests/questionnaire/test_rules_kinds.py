"""Every kind of question reads what people type or refuses it with a code: never a fault."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.questionnaire.people import DAY
from webapp.questionnaire.rules import AnswerRefused, Question, Value
from webapp.questionnaire.service import definition

QUESTIONS = definition().questions
EACH = pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.key)


def refusal(key: str, raw: str | list[str]) -> AnswerRefused:
    with pytest.raises(AnswerRefused) as refused:
        QUESTIONS[key].read(raw, DAY)
    return refused.value


def outcome(question: Question, raw: str | list[str]) -> tuple[Value | None, AnswerRefused | None]:
    try:
        return question.read(raw, DAY), None
    except AnswerRefused as refused:
        return None, refused


@EACH
@given(st.text(st.characters(), max_size=60) | st.lists(st.text(st.characters(), max_size=12), max_size=4))
@example("\x00")
@example("\ud800")
@example("9" * 5000)
@example(["31", "2", "1990"])
@example(["٣", "٣", "٩٩٩٩٩"])
def test_any_text_is_read_or_refused(question: Question, raw: str | list[str]) -> None:
    value, refused = outcome(question, raw)
    assert value is None or isinstance(value, str | int)
    if refused is not None:
        assert refused.code.startswith("2")
        assert refused.message % refused.params
        assert refused.status == 422


@EACH
@given(st.text(st.characters(), max_size=40))
def test_what_was_read_reads_the_same_again(question: Question, raw: str) -> None:
    value, _ = outcome(question, raw)
    if value is not None:
        assert question.read(str(value), DAY) == value


@EACH
def test_every_option_is_read_by_key_by_code_and_by_label(question: Question) -> None:
    for option in question.options:
        for said in (option.key, f" {option.code} ", option.label.upper()):
            assert question.read(said) == option.key
        assert question.code(option.key) == option.code


@EACH
def test_an_empty_answer_is_refused_only_where_one_is_required(question: Question) -> None:
    for raw in ("", " \u200b\x00 ", [""] * len(question.kind.suffixes)):
        if question.required:
            assert refusal(question.key, raw).code == "201"
        else:
            assert question.read(raw) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  Siti   Aminah ", "Siti Aminah"),
        ("Ni'mah binti H. Dja\u0301far", "Ni'mah binti H. Djáfar"),
        ("Bud\x00i\u200d", "Budi"),
        ("ꦱꦶꦠꦶ", "ꦱꦶꦠꦶ"),
        ("A", "A"),
    ],
)
def test_names_are_kept_as_people_write_them(typed: str, read: str) -> None:
    assert QUESTIONS["name"].read(typed) == read


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("n" * 300, "202"),
        ("n" * 101, "202"),
        ("Siti 😀", "204"),
        ("Siti 👩‍👧", "204"),
        ("<b>Siti</b>", "204"),
        ("Siti 2", "204"),
        ("...", "213"),
    ],
)
def test_names_that_cannot_be_are_refused(typed: str, code: str) -> None:
    assert refusal("name", typed).code == code


def test_the_refusal_names_the_sign_to_take_out() -> None:
    refused = refusal("name", "Siti ❤")
    assert "❤" in refused.message % refused.params


@pytest.mark.parametrize("key", ["street", "ethnicity", "occupation", "marriage_number"])
def test_texts_refuse_pictures_and_keep_markup_as_text(key: str) -> None:
    assert refusal(key, "sawah 🌾").code == "204"
    assert QUESTIONS[key].read("a & <b>") == "a & <b>"


@pytest.mark.parametrize(
    "typed",
    [
        ["17", "8", "1990"],
        "17 8 1990",
        "17/08/1990",
        "1990-08-17",
        "17 Agustus 1990",
        "17 agt 1990",
        "１７ ８ １９９０",
    ],
)
def test_dates_are_read_as_people_write_them(typed: str | list[str]) -> None:
    assert QUESTIONS["birth_date"].read(typed, DAY) == "1990-08-17"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["31", "2", "1990"], "208"),
        (["29", "2", "2023"], "208"),
        (["0", "8", "1990"], "208"),
        (["-1", "8", "1990"], "208"),
        (["x", "8", "1990"], "208"),
        (["17", "Sapar", "1990"], "208"),
        (["17", "", "1990"], "207"),
        (["17", "8"], "207"),
        ("17", "207"),
        (["17", "8", "90"], "212"),
        (["17", "8", "1290"], "210"),
        (["23", "11", "2026"], "209"),
        (["1", "1", "19900"], "208"),
    ],
)
def test_dates_that_cannot_be_are_refused(typed: str | list[str], code: str) -> None:
    assert refusal("birth_date", typed).code == code


@given(st.dates(min_value=date(1900, 1, 1), max_value=DAY))
def test_every_day_since_1900_is_read(day: date) -> None:
    assert QUESTIONS["birth_date"].read([str(day.day), str(day.month), str(day.year)], DAY) == day.isoformat()


@pytest.mark.parametrize(
    ("typed", "read"), [("3", 3), ("003", 3), ("RT 03", 3), ("rt.3", 3), ("٣", 3), (" 99 ", 99)]
)
def test_numbers_are_read_with_zeros_and_their_word(typed: str, read: int) -> None:
    assert QUESTIONS["rt"].read(typed) == read


@pytest.mark.parametrize(
    ("typed", "code"),
    [("0", "206"), ("100", "206"), ("9" * 500, "206"), ("tiga", "205"), ("-3", "205"), ("½", "205")],
)
def test_numbers_that_cannot_be_are_refused(typed: str, code: str) -> None:
    assert refusal("rt", typed).code == code


def test_two_different_choices_are_refused_and_the_same_twice_is_not() -> None:
    assert refusal("sex", ["male", "female"]).code == "211"
    assert QUESTIONS["sex"].read(["male", "male"]) == "male"


def test_religion_may_be_declined_on_the_page_and_by_number() -> None:
    assert QUESTIONS["religion"].read("declined") == "declined"
    assert QUESTIONS["religion"].read("0") == "declined"
