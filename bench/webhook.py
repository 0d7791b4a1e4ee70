"""CPU of a text that comes in by webhook, from signature to durable row and queued reply, against an empty route."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from bench.census import Census
from bench.counter import compare
from bench.table import Result, Taken
from bench.wsgi import Environ, each_of, empty_route, environ, repeating

_TOKEN, _URL, _PATH = "0123456789abcdef0123456789abcdef", "http://127.0.0.1:8000", "/sms/inbound/twilio"
_CALLS, _ROUNDS, _WARM = 20, 11, 10


def measure(census: Census) -> Iterator[Result]:
    env = census.env(
        census.fresh(), CATAT_SMS_GATEWAYS="console,twilio", CATAT_TWILIO_ACCOUNT_SID="AC" + "0" * 32,
        CATAT_TWILIO_AUTH_TOKEN=_TOKEN, CATAT_TWILIO_FROM="+15005550006", CATAT_PUBLIC_URL=_URL,
    )  # fmt: skip
    app = census.application(env)
    texts = (_signed(number) for number in range(_CALLS * _ROUNDS + _WARM))
    nothing = repeating(empty_route(), environ("POST", "/", b"a=1"), 200)
    cost = compare(each_of(app, list(texts), 200), nothing, _CALLS, _ROUNDS, _WARM)
    yield Taken(
        "webhook_ratio",
        cost.ours,
        cost.base,
        cost.unit,
        note="each from another phone, signed, kept durably; the conversation is worked in the process beside",
    )


def _signed(number: int) -> Environ:
    """A STATUS text from a phone of its own, as Twilio sends it."""
    fields = {"MessageSid": f"SM{number:032x}", "From": f"+62812{10_000_000 + number}", "To": "+15005550006",
              "Body": "STATUS", "NumMedia": "0"}  # fmt: skip
    signature = RequestValidator(_TOKEN).compute_signature(_URL + _PATH, fields)
    return environ("POST", _PATH, urlencode(fields).encode(), {"X-Twilio-Signature": signature})
