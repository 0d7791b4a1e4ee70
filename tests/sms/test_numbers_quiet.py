"""Phone numbers as gateways give them, and the hours in which a notice may leave."""

from datetime import UTC, datetime

import pytest

from sms.numbers import e164, split_channel
from sms.quiet import next_allowed
from webapp.shared import clock


@pytest.mark.parametrize(
    "text",
    ["+628123456789", "08123456789", "628123456789", "8123456789", "+62 812-345-6789", "00628123456789"],
)
def test_one_phone_has_one_number_however_it_is_written(text: str) -> None:
    assert e164(text) == "+628123456789"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4444",
        "+4444",
        "TELKOMSEL",
        "3",
        "INFO-BPS",
        "+62812345678901234",
        "\u0660\u0668\u0661",
        "+0812345678",
        "14155550100",
    ],
)
def test_short_codes_names_and_rubbish_are_no_phones(text: str) -> None:
    assert e164(text) is None


def test_a_foreign_number_is_a_phone() -> None:
    assert e164("+14155550100") == "+14155550100"


def test_whatsapp_is_a_channel_of_its_own() -> None:
    assert split_channel("twilio", "whatsapp:+628123456789") == ("twilio-whatsapp", "+628123456789")
    assert split_channel("twilio", "+628123456789") == ("twilio", "+628123456789")


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    return clock.at_wib(datetime(2030, 6, day, tzinfo=UTC).date(), hour, minute)


@pytest.mark.parametrize(
    ("moment", "urgent", "allowed"),
    [
        (wib(3, 12), False, wib(3, 12)),
        (wib(3, 7, 59), False, wib(3, 8)),
        (wib(3, 20), False, wib(4, 8)),
        (wib(3, 23, 30), False, wib(4, 8)),
        (wib(3, 4), True, wib(3, 5)),
        (wib(3, 20, 30), True, wib(3, 20, 30)),
        (wib(3, 21), True, wib(4, 5)),
        (wib(30, 22), False, clock.at_wib(datetime(2030, 7, 1, tzinfo=UTC).date(), 8)),
    ],
)
def test_notices_keep_the_night_quiet(moment: datetime, urgent: bool, allowed: datetime) -> None:
    assert next_allowed(moment, urgent=urgent) == allowed
