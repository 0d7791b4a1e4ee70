"""Twilio: notices to Indonesia, two-way elsewhere, WhatsApp. The only module that imports its package, and lazily.

Two-way SMS is not offered in Indonesia (Twilio's own guidelines), so nothing is routed here that asks for a reply
unless the text came in here.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sms.gateways.base import (
    Called,
    Capabilities,
    GatewayAway,
    Hook,
    Outgoing,
    Received,
    Sent,
    StatusReport,
    WithoutAsking,
)
from sms.gateways.signatures import signature, spellings

if TYPE_CHECKING:
    from twilio.http import HttpClient
    from twilio.rest import Client

    from config import Settings

TIMEOUT_S = 10.0  # the client has none of its own
OFFICIAL = "https://api.twilio.com"
WHATSAPP = "whatsapp:"
STATES = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), "ACCEPTED"),
    **dict.fromkeys(("delivered", "read"), "DELIVERED"),
    **dict.fromkeys(("undelivered", "failed", "canceled"), "FAILED"),
}
TOO_MANY = "20429"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
OPT_OUT_WORDS = {"STOP": "STOP", "START": "MULAI", "HELP": "BANTU"}  # what Advanced Opt-Out has answered
MISSED_WITHIN, MISSED = timedelta(hours=6), 200
LISTED = 50  # messages to one number that are looked through for a text nobody knows about


@dataclass(frozen=True)
class _Answer:
    """What the twilio package expects of an HTTP client's answer."""

    status_code: int
    text: str
    headers: Mapping[str, str]


def _http_client(base: str, timeout_s: float) -> HttpClient:
    """An HTTP client with a timeout, no log of bodies, and an address that a stand-in can take over."""
    import requests
    from twilio.http import HttpClient

    class AddressedClient(HttpClient):  # type: ignore[misc]
        def __init__(self) -> None:
            self.session = requests.Session()
            self.session.trust_env = False

        def request(self, method: str, url: str, params: Any = None, data: Any = None,  # noqa: PLR0917  as its base
                    headers: Any = None, auth: Any = None, timeout: float | None = None,
                    allow_redirects: bool = False) -> _Answer:  # fmt: skip
            answer = self.session.request(
                method.upper(), url.replace(OFFICIAL, base, 1), params=params, data=data, headers=headers, auth=auth,
                timeout=timeout or timeout_s, allow_redirects=allow_redirects,
            )  # fmt: skip
            return _Answer(answer.status_code, answer.text, answer.headers)

    return AddressedClient()


class TwilioGateway(WithoutAsking):
    """Sends by REST, receives by signed webhooks."""

    name = "twilio"
    capabilities = Capabilities(
        two_way=True, senders=("number", "alphanumeric", "service"), per_second=10, receipts=True,
        cost=6500, asked_every_s=300,
    )  # fmt: skip

    def __init__(self, settings: Settings, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._account = settings.twilio_account_sid
        self._token = settings.twilio_auth_token
        self._from = settings.twilio_from
        self._whatsapp = settings.twilio_whatsapp_from or self._from.removeprefix(WHATSAPP)
        self._base = settings.twilio_api_base
        self._public_url = settings.public_url
        two_way = self._from.startswith(("+", "MG", WHATSAPP)) or self._from[:1].isdigit()
        self.capabilities = replace(self.capabilities, two_way=two_way)

    @cached_property
    def _client(self) -> Client:
        from twilio.rest import Client

        return Client(self._account, self._token, http_client=_http_client(self._base, self._timeout_s))

    def send(self, message: Outgoing) -> Sent:
        import requests
        from twilio.base.exceptions import TwilioRestException

        callback = f"{self._public_url}/sms/status/{self.name}?id={message.id}"
        try:
            made = self._client.messages.create(
                to=self._to(message), body=message.text, status_callback=callback, **self._sender(message)
            )
        except TwilioRestException as refused:
            return _refused(refused.status, str(refused.code or refused.status))
        except (requests.ConnectTimeout, requests.exceptions.SSLError):
            return Sent("retry", code="connect")
        except requests.ConnectionError as broken:
            return Sent("retry" if _never_connected(broken) else "unknown", code="connection")
        except (requests.RequestException, ValueError, KeyError, TypeError):
            # a timeout while reading, or an answer that cannot be read: the message may have left
            return Sent("unknown", code="read")
        return Sent("accepted", str(made.sid))

    def find(self, message: Outgoing, since: datetime) -> list[str] | None:
        import requests
        from twilio.base.exceptions import TwilioException

        try:
            listed = self._client.messages.list(to=self._to(message), limit=LISTED)
        except (TwilioException, requests.RequestException, ValueError, KeyError, TypeError):
            return None
        # the provider's clock shows whole seconds and may be a little behind ours
        since -= timedelta(seconds=5)
        return [
            str(found.sid)
            for found in listed
            if found.body == message.text and (found.date_created is None or found.date_created >= since)
        ]

    def _to(self, message: Outgoing) -> str:
        return f"{WHATSAPP}{message.to}" if self._by_whatsapp(message) else message.to

    def _by_whatsapp(self, message: Outgoing) -> bool:
        return message.channel.endswith("-whatsapp") or self._from.startswith(WHATSAPP)

    def _sender(self, message: Outgoing) -> dict[str, str]:
        if self._by_whatsapp(message):
            if self._whatsapp.startswith("MG"):
                return {"messaging_service_sid": self._whatsapp}
            return {"from_": f"{WHATSAPP}{self._whatsapp}"}
        if self._from.startswith("MG"):
            return {"messaging_service_sid": self._from}
        return {"from_": self._from}

    def genuine(self, hook: Hook) -> bool:
        given = hook.headers.get("X-Twilio-Signature", "").encode("latin-1", "replace")
        return any(
            hmac.compare_digest(signature(self._token, each, hook.form), given)
            for each in spellings(hook.url)
        )

    def received(self, hook: Hook) -> Received | None:
        """A text. With OptOutType Twilio has answered it already, whatever word it was."""
        form = hook.form
        if "From" not in form:
            return None
        answered = OPT_OUT_WORDS.get(form.get("OptOutType", ""))
        return Received(
            form.get("MessageSid", ""), form["From"], answered or form.get("Body", ""), bool(answered)
        )

    def called(self, hook: Hook) -> Called | None:
        """A call to the number's voice address; the answer rejects it, so that nobody pays."""
        form = hook.form
        return Called(form["CallSid"], form["From"]) if "CallSid" in form and "From" in form else None

    def status(self, hook: Hook) -> StatusReport:
        form = hook.form
        word = form.get("MessageStatus", form.get("SmsStatus", ""))
        return StatusReport(STATES.get(word, ""), form.get("MessageSid", ""), form.get("ErrorCode", ""), word)

    def acknowledgement(self) -> tuple[str, str]:
        return f"{XML}<Response/>", "text/xml; charset=utf-8"

    def rejection(self) -> tuple[str, str]:
        """What hangs up on a caller without taking the call."""
        return f"{XML}<Response><Reject/></Response>", "text/xml; charset=utf-8"

    def fetch(self) -> list[Received]:
        """Texts of the last hours, in case a webhook was missed; those that came are known by their ids."""
        import requests
        from twilio.base.exceptions import TwilioException

        try:
            listed = self._client.messages.list(
                date_sent_after=datetime.now(UTC) - MISSED_WITHIN, limit=MISSED
            )
        except (TwilioException, requests.RequestException, ValueError, KeyError, TypeError) as away:
            raise GatewayAway(self.name) from away
        ours = {self._from, self._whatsapp, f"{WHATSAPP}{self._whatsapp}"}
        return [
            Received(str(one.sid), str(one.from_), str(one.body or ""))
            for one in listed
            if str(one.direction) == "inbound" and (self._from.startswith("MG") or one.to in ours)
        ]


def _refused(status: int, code: str) -> Sent:
    """A 4xx is a no; after a 5xx nobody knows."""
    if status == 429:
        return Sent("retry", code=TOO_MANY)
    return Sent("rejected", code=code) if status < 500 else Sent("unknown", code=code)


def _never_connected(broken: Exception) -> bool:
    """Did the connection fail before a byte of the message was sent?"""
    from urllib3.exceptions import NewConnectionError

    reason = getattr(broken.args[0], "reason", None) if broken.args else None
    return isinstance(reason, NewConnectionError)
