"""Letter numbers: their form, and what the check digit catches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.households import rules
from webapp.households.rules.letters import check_digit

orders = st.integers(0, rules.LETTER_NUMBERS - 1)


def test_the_check_digit_is_that_of_the_published_example() -> None:
    assert check_digit("572") == "4"


@given(orders)
def test_a_letter_number_has_ten_digits_and_never_begins_with_zero(order: int) -> None:
    number = rules.letter_number(order)
    assert len(number) == 10
    assert number[0] != "0"
    assert rules.is_letter_number(number)


@given(orders, st.integers(0, 9), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(order: int, at: int, more: int) -> None:
    number = rules.letter_number(order)
    wrong = number[:at] + str((int(number[at]) + more) % 10) + number[at + 1 :]
    assert not rules.is_letter_number(wrong)


@given(orders, st.integers(0, 8))
def test_every_swap_of_neighbours_is_noticed(order: int, at: int) -> None:
    number = rules.letter_number(order)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert swapped == number or not rules.is_letter_number(swapped)


@pytest.mark.parametrize(
    "text", ["", "0", "1234567890123", "１２３４５６７８９０", "12345 7890", "abcdefghij", "0000000000"]
)
def test_other_texts_are_no_letter_numbers(text: str) -> None:
    assert not rules.is_letter_number(text)


@pytest.mark.parametrize("order", [-1, rules.LETTER_NUMBERS])
def test_there_are_no_more_letter_numbers_than_there_are(order: int) -> None:
    with pytest.raises(ValueError, match="no letter number"):
        rules.letter_number(order)
