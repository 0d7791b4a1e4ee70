"""The table of late outcomes over all cases and all orders, the phone's clock, the next attempt."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations, product

import pytest

from webapp.fieldwork.rules import reports as late
from webapp.households.rules import states

NOON = datetime(2030, 6, 3, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EARLIER = {"expected": "", "begun": "begun", "partial": "broken_off", "refused": "refused", "no_contact": "not_found",
           "ineligible": "moved", "complete": "submitted"}  # fmt: skip


def test_every_state_and_kind_has_a_verdict_newer_and_older() -> None:
    cells = [late.verdict(state, kind, older=older)
             for state, kind, older in product(states.STATES, states.DOOR_KINDS, (True, False))]  # fmt: skip
    assert len(cells) == 7 * 6 * 2
    assert set(cells) == set(late.VERDICTS)
    with pytest.raises(KeyError):
        late.verdict("burnt", "moved", older=False)


def settle(arriving: list[late.Happened], known: list[late.Happened]) -> tuple[str, list[str]]:
    """The state after these came in this order, each judged by the table; and the verdicts."""
    state, verdicts = states.EXPECTED, []
    known = list(known)
    for event in known:
        state = states.next_state(state, event.kind)
    for event in arriving:
        if event.kind in states.DOOR_KINDS:
            since = late.settled_since(known)
            said = late.verdict(state, event.kind, older=since is not None and event.at < since)
            verdicts.append(said)
            if said == late.APPLY:
                state = states.next_state(state, event.kind)
            if said != late.HOLD:
                known.append(event)
            continue
        state = states.next_state(state, event.kind)
        known.append(event)
    return state, verdicts


@pytest.mark.parametrize("start", EARLIER)
@pytest.mark.parametrize(("first", "second"), list(product(states.DOOR_KINDS, repeat=2)))
def test_two_outcomes_end_alike_in_whatever_order_they_come_or_a_person_decides(
    start: str, first: str, second: str
) -> None:
    known = [late.Happened(NOON, EARLIER[start])] if EARLIER[start] else []
    events = [late.Happened(NOON + MINUTE, first), late.Happened(NOON + 2 * MINUTE, second)]
    swapped, verdicts = settle(events[::-1], known)
    assert late.HOLD in verdicts or settle(events, known)[0] == swapped


@pytest.mark.parametrize(("first", "second"), list(product(states.DOOR_KINDS, repeat=2)))
def test_a_counted_family_stays_counted_in_all_orders_and_a_contradiction_reaches_a_person(
    first: str, second: str
) -> None:
    events = [late.Happened(NOON, first), late.Happened(NOON + MINUTE, "submitted"),
              late.Happened(NOON + 2 * MINUTE, second)]  # fmt: skip
    for order in permutations(events):
        state, verdicts = settle(list(order), [])
        assert state == states.COMPLETE, order
        last = order[-1]
        if last.kind in ("moved", "building_gone"):
            assert verdicts[-1] == late.HOLD


def test_a_family_that_began_after_the_refusal_has_begun() -> None:
    refused, begun = late.Happened(NOON, "refused"), late.Happened(NOON + MINUTE, "begun")
    assert settle([begun, refused], [])[0] == settle([refused, begun], [])[0] == states.BEGUN


def test_the_present_state_is_as_old_as_the_event_that_reached_it() -> None:
    events = [late.Happened(NOON + 2 * MINUTE, "attempted"), late.Happened(NOON + MINUTE, "refused"),
              late.Happened(NOON, "registered"), late.Happened(NOON, "corrected")]  # fmt: skip
    assert late.settled_since(events) == NOON + MINUTE
    assert late.settled_since([]) is None


def test_a_phones_clock_is_set_right_and_never_leads_into_the_future() -> None:
    assert late.moment_of(NOON + 90 * MINUTE, 3600, NOON + 40 * MINUTE) == NOON + 30 * MINUTE
    assert late.moment_of(NOON + 90 * MINUTE, 0, NOON) == NOON
    assert late.moment_of(datetime.max.replace(tzinfo=UTC), -late.MOST_OFF_S, NOON) == NOON
    assert late.moment_of(NOON - timedelta(days=4000), 0, NOON) == NOON - timedelta(days=late.OLDEST_DAYS)


def test_the_next_attempt_is_on_another_day_and_at_another_time_of_day() -> None:
    days = [date(2030, 6, day) for day in (3, 4, 5)]
    possible = list(product(days, ("morning", "midday")))
    assert late.next_try([(days[0], "morning")], possible) == (days[1], "midday")
    assert late.next_try([(days[0], "morning"), (days[1], "midday")], possible) == (days[2], "morning")
    assert late.next_try([(day, "midday") for day in days], possible) is None
