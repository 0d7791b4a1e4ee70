"""The state machine as a truth table: written down a second time, by hand, from census.md section 6."""

from __future__ import annotations

import pytest

from webapp.households import rules

# E expected, B begun, P partial, C complete, R refused, N no contact, I ineligible, - refused with a message
TRUTH = {
    "begun": "BBBCBBB",
    "submitted": "CCCCCCC",
    "corrected": "---C--I",
    "broken_off": "PPPCPPP",
    "refused": "RRPCRRR",
    "moved": "IIICIII",
    "building_gone": "IIICIII",
    "not_found": "NBPCRNI",
    "attempted": "EBPCRNI",
    "reopened": "EBBBEEE",
}
LETTER = dict(zip("EBPCRNI", rules.STATES, strict=True))


@pytest.mark.parametrize("kind", rules.KINDS)
@pytest.mark.parametrize("at", range(len(rules.STATES)))
def test_every_event_leads_where_the_table_says(kind: str, at: int) -> None:
    expected = TRUTH[kind][at]
    if expected == "-":
        with pytest.raises(rules.EventImpossible):
            rules.next_state(rules.STATES[at], kind)
    else:
        assert rules.next_state(rules.STATES[at], kind) == LETTER[expected]


@pytest.mark.parametrize("kind", rules.DOOR_KINDS)
def test_no_outcome_at_the_door_undoes_a_complete_household(kind: str) -> None:
    assert rules.next_state(rules.COMPLETE, kind) == rules.COMPLETE


@pytest.mark.parametrize(("state", "kind"), [("expected", "sold"), ("gone", "begun"), ("", "")])
def test_unknown_states_and_events_are_faults_of_the_program(state: str, kind: str) -> None:
    with pytest.raises(ValueError, match=r"no such event|not in tuple"):
        rules.next_state(state, kind)
