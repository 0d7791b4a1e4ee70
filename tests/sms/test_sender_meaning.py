"""What a provider's code means for a text."""

import pytest

from sms.sender.meaning import MOST_ATTEMPTS, may_become, of_failure


@pytest.mark.parametrize("code", ["21211", "21614", "30005", "30006"])
def test_numbers_that_cannot_be_reached_are_flagged(code: str) -> None:
    verdict = of_failure(code, 1, said_no=True)
    assert (verdict.state, verdict.flag) == ("REJECTED", "dead")


def test_a_phone_that_is_off_is_tried_after_four_hours_then_next_day_then_left() -> None:
    hours = [of_failure("30003", attempt, said_no=True).after.total_seconds() / 3600 for attempt in (1, 2)]
    assert hours == [4, 24]
    assert of_failure("30003", 3, said_no=True).state == "FAILED"


@pytest.mark.parametrize("code", ["20003", "30002", "21408", "21606", "21612", "30007"])
def test_faults_of_account_and_configuration_alarm_and_lose_nothing(code: str) -> None:
    verdict = of_failure(code, 1, said_no=True)
    assert verdict.alarm
    assert verdict.state == ("FAILED" if code == "30007" else "RETRY")


def test_a_crowded_queue_pauses_bulk_only() -> None:
    assert of_failure("21611", 1, said_no=False).only_bulk
    assert of_failure("30001", 1, said_no=True).only_bulk


def test_an_unexplained_failure_is_tried_once_more() -> None:
    assert of_failure("30008", 1, said_no=True).state == "RETRY"
    assert of_failure("30008", 2, said_no=True).state == "FAILED"


def test_an_unknown_refusal_is_final_and_unknown_patience_ends() -> None:
    assert of_failure("29999", 1, said_no=True).state == "REJECTED"
    assert of_failure("29999", 1, said_no=False).state == "RETRY"
    assert of_failure("29999", MOST_ATTEMPTS, said_no=False).state == "FAILED"


def test_a_channel_that_is_down_never_ends_a_text() -> None:
    assert of_failure("20003", 50, said_no=True).state == "RETRY"
    assert of_failure("connect", 50, said_no=False).state == "RETRY"


def test_states_only_move_forward() -> None:
    assert may_become("ACCEPTED", "DELIVERED")
    assert may_become("FAILED", "DELIVERED")
    assert not may_become("DELIVERED", "FAILED")
    assert not may_become("DELIVERED", "ACCEPTED")
    assert not may_become("REJECTED", "DELIVERED")
    assert not may_become("QUEUED", "strange")
