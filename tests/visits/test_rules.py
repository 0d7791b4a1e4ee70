"""Windows, days and the order of choices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from webapp.visits import rules

FRIDAY = date(2030, 6, 7)


@pytest.mark.parametrize(("hour", "first"), [(0, 4), (12, 4), (19, 4), (20, 5), (23, 5)])
def test_a_visit_can_be_booked_until_the_evening_before(hour: int, first: int) -> None:
    assert rules.first_bookable(date(2030, 6, 3), hour) == date(2030, 6, first)


def test_nothing_is_offered_on_a_holiday() -> None:
    assert not rules.is_offerable(FRIDAY, "morning", {FRIDAY})
    assert rules.is_offerable(FRIDAY, "morning", {FRIDAY + timedelta(days=1)})


def test_no_window_reaches_into_the_friday_prayer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(rules.is_offerable(FRIDAY, key, ()) for key in rules.WINDOWS)
    start, end = rules.WINDOWS["morning"].starts, rules.WINDOWS["midday"].ends
    monkeypatch.setitem(rules.WINDOWS, "long", rules.Window("long", start, end))
    assert not rules.is_offerable(FRIDAY, "long", ())
    assert rules.is_offerable(FRIDAY - timedelta(days=1), "long", ())


def test_choices_are_soonest_first_and_spread_over_days_and_times() -> None:
    offers = [(day, (day, window)) for day in range(4) for window in "abc"]
    found = rules.spread(offers)
    assert found[:3] == [(0, "a"), (1, "b"), (2, "c")]
    assert sorted(found) == sorted(item for _day, item in offers)
    assert {day for day, _window in found[:9]} == {0, 1, 2}


def test_uneven_days_lose_no_choice() -> None:
    offers = [(0, "0a"), (1, "1a"), (1, "1b"), (1, "1c"), (2, "2a"), (2, "2b"), (9, "9a")]
    assert sorted(rules.spread(offers)) == sorted(item for _day, item in offers)
    assert rules.spread([]) == []


def test_windows_read_as_people_write_times() -> None:
    assert rules.WINDOWS["midday"].label == "13.00-15.30"
