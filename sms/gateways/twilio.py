"""Twilio: notices to Indonesia, two-way elsewhere, WhatsApp. The only module that imports its package, and lazily.

Two-way SMS is not offered in Indonesia (Twilio's own guidelines), so nothing is routed here that asks for a reply
unless the text came in here.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sms.gateways.base import Capabilities, Headers, Outgoing, Received, Sent, StatusReport

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


class TwilioGateway:
    """Sends by REST, receives by signed webhooks."""

    name = "twilio"
    capabilities = Capabilities(
        two_way=True, senders=("number", "alphanumeric", "service"), per_second=10, receipts=True
    )

    def __init__(self, settings: Settings, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._account = settings.twilio_account_sid
        self._token = settings.twilio_auth_token
        self._from = settings.twilio_from
        self._base = settings.twilio_api_base
        self._public_url = settings.public_url
        starts_with_digit = self._from.removeprefix("+")[:1].isdigit()
        self.capabilities = replace(
            self.capabilities, two_way=starts_with_digit or self._from.startswith("MG")
        )

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
        return f"{WHATSAPP}{message.to}" if message.channel.endswith("-whatsapp") else message.to

    def _sender(self, message: Outgoing) -> dict[str, str]:
        if self._from.startswith("MG"):
            return {"messaging_service_sid": self._from}
        return {"from_": f"{WHATSAPP}{self._from}" if message.channel.endswith("-whatsapp") else self._from}

    def genuine(self, url: str, form: Mapping[str, str], headers: Headers) -> bool:
        given = headers.get("X-Twilio-Signature", "").encode("latin-1", "replace")
        return any(
            hmac.compare_digest(_signature(self._token, each, form), given) for each in _spellings(url)
        )

    def received(self, form: Mapping[str, str]) -> Received | None:
        if "From" not in form:
            return None
        return Received(form.get("MessageSid", ""), form["From"], form.get("Body", ""))

    def status(self, form: Mapping[str, str]) -> StatusReport:
        word = form.get("MessageStatus", form.get("SmsStatus", ""))
        return StatusReport(STATES.get(word, ""), form.get("MessageSid", ""), form.get("ErrorCode", ""), word)

    def acknowledgement(self) -> tuple[str, str]:
        return '<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml; charset=utf-8"


def _signature(token: str, url: str, form: Mapping[str, str]) -> bytes:
    """Twilio's own: HMAC-SHA-1 over the address and all fields in order, each value of one once (its security page)."""
    values = getattr(form, "getlist", lambda name: [form[name]])
    signed = url + "".join([name + value for name in sorted(form) for value in sorted(set(values(name)))])
    return base64.b64encode(hmac.digest(token.encode(), signed.encode("utf-8", "replace"), "sha1"))


def _spellings(url: str) -> Iterator[str]:
    """With and without the port that goes without saying: Twilio signs either."""
    yield url
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    port = {"https": ":443", "http": ":80"}.get(scheme, "")
    if port:
        yield f"{scheme}://{host.removesuffix(port) if host.endswith(port) else host + port}{slash}{path}"


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
