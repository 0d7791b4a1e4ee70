"""Names, passwords, numbers."""

from __future__ import annotations

import pytest

from webapp.staff import rules


@pytest.mark.parametrize("typed", ["P-1234567", "p1234567", " P 123 4567 ", "1234567", "p-1234567"])
def test_an_officer_number_is_understood_as_people_type_it(typed: str) -> None:
    assert rules.officer_number(typed) == "P-1234567"


@pytest.mark.parametrize(
    "typed", ["", "P-123456", "P-12345678", "Q-1234567", "P-١٢٣٤٥٦٧", "P--1234567", "P-12x4567"]
)
def test_what_cannot_be_an_officer_number_is_none(typed: str) -> None:
    assert rules.officer_number(typed) is None


@pytest.mark.parametrize("password", ["short", "x" * 201, rules.DEMO_PASSWORD])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(rules.WeakPassword):
        rules.check_password(password, demo=False)


def test_the_demo_may_use_its_own_password() -> None:
    rules.check_password(rules.DEMO_PASSWORD, demo=True)


@pytest.mark.parametrize(
    ("typed", "name"), [(" Admin ", "admin"), ("a b", ""), ("'; drop", ""), ("x" * 300, "")]
)
def test_a_username_is_lower_case_and_simple(typed: str, name: str) -> None:
    assert rules.username_of(typed) == name


def test_the_regions_around_a_village_are_its_own_codes_beginnings() -> None:
    assert rules.areas_around("33.16.05.2001") == ["33.16.05.2001", "33.16.05", "33.16"]


def test_villages_are_shared_out_evenly_and_none_is_left_over() -> None:
    shares = rules.share_out(list(range(17)), 3)
    assert sorted(len(share) for share in shares) == [5, 6, 6]
    assert [one for share in shares for one in share] == list(range(17))
    assert rules.share_out([1], 3) == [[1]]
    assert rules.share_out([], 3) == []
