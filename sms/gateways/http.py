"""Any aggregator that takes a text by HTTP and posts what comes in; Kannel is the worked example (the handbook).

Addresses, names of parameters and the words of success are settings. The standard library's client is enough, and it
tells a connection that never was from an answer that never came: the one may be tried again, the other is unknown.
"""

from __future__ import annotations

import hmac
import http.client
import re
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from sms.gateways.base import (
    Called,
    Capabilities,
    Hook,
    Outgoing,
    Received,
    Sent,
    StatusReport,
    WithoutAsking,
)

if TYPE_CHECKING:
    from config import Settings

TIMEOUT_S = 10.0
LONGEST_ANSWER = 10_000
TOO_MANY = "20429"
STATES = {"accepted": "ACCEPTED", "delivered": "DELIVERED", "failed": "FAILED"}


class HttpGateway(WithoutAsking):
    """Sends by GET or POST as CATAT_HTTP_SEND_FIELDS says; webhooks carry a token."""

    name = "http"

    def __init__(self, settings: Settings, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        method, _, address = settings.http_send_url.rpartition(" ")
        self._method, self._address = method or "POST", urlsplit(address)
        self._fields = parse_qsl(settings.http_send_fields, keep_blank_values=True)
        self._taken = re.compile(settings.http_taken) if settings.http_taken else None
        self._not_taken = re.compile(settings.http_not_taken) if settings.http_not_taken else None
        self._token, self._public_url = settings.http_token, settings.public_url
        self._in = _pairs(settings.http_in_fields)
        self._call = _pairs(settings.http_call_fields)
        self._status = _pairs(settings.http_status_fields)
        self._words = _pairs(settings.http_status_words)
        self.capabilities = Capabilities(
            two_way=settings.http_two_way, senders=("number", "alphanumeric"), per_second=10,
            receipts=bool(self._words), cost=350,
        )  # fmt: skip

    def send(self, message: Outgoing) -> Sent:
        secure = self._address.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self._address.hostname or "", self._address.port, timeout=self._timeout_s)
        try:
            connection.connect()
        except OSError:
            return Sent("retry", code="connect")
        try:
            path, body, headers = self._request(message)
            connection.request(self._method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return Sent("unknown", code="read")  # it may have been taken
        finally:
            connection.close()
        return self._meaning(answer.status, text)

    def _request(self, message: Outgoing) -> tuple[str, str | None, dict[str, str]]:
        values = {
            "{to}": message.to, "{to_digits}": message.to.lstrip("+"), "{text}": message.text, "{id}": str(message.id),
            "{status_url}": f"{self._public_url}/sms/status/{self.name}?id={message.id}&token={self._token}",
        }  # fmt: skip
        filled = urlencode([(name, _fill(value, values)) for name, value in self._fields])
        path = self._address.path or "/"
        if self._address.query:
            path += "?" + self._address.query
        if self._method == "GET":
            return f"{path}{'&' if self._address.query else '?'}{filled}", None, {}
        return path, filled, {"Content-Type": "application/x-www-form-urlencoded"}

    def _meaning(self, status: int, text: str) -> Sent:
        """A word that it was not taken counts most, then the word that it was, then the status."""
        if status == 429:
            return Sent("retry", code=TOO_MANY)
        if self._not_taken and self._not_taken.search(text):
            return Sent("retry", code="busy")
        taken = self._taken.search(text) if self._taken else None
        if 200 <= status < 300 and (taken or self._taken is None):
            groups = taken.groupdict() if taken else {}
            return Sent("accepted", (groups.get("reference") or "")[:80])
        if status >= 500:
            return Sent("unknown", code=f"http {status}")
        return Sent("rejected", code=f"http {status}")

    def find(self, message: Outgoing, since: datetime) -> list[str] | None:
        return []  # no aggregator lists what it was given by our own id

    def genuine(self, hook: Hook) -> bool:
        bearer = hook.headers.get("Authorization", "").removeprefix("Bearer ")
        given = hook.query.get("token") or hook.form.get("token") or bearer
        return bool(self._token) and hmac.compare_digest(
            self._token.encode(), given.encode("utf-8", "replace")
        )

    def received(self, hook: Hook) -> Received | None:
        sender = hook.value(self._in["from"])
        return (
            Received(hook.value(self._in.get("id", "")), _plussed(sender), hook.value(self._in["text"]))
            if sender
            else None
        )

    def called(self, hook: Hook) -> Called | None:
        caller = hook.value(self._call["from"])
        return Called(hook.value(self._call.get("id", "")), _plussed(caller)) if caller else None

    def status(self, hook: Hook) -> StatusReport:
        word = hook.value(self._status["status"])
        try:
            ours = UUID(hook.value(self._status.get("id", "id")))
        except ValueError:
            ours = None
        code = hook.value(self._status["code"]) if "code" in self._status else ""
        return StatusReport(STATES.get(self._words.get(word, ""), ""), "", code, word, ours)

    def acknowledgement(self) -> tuple[str, str]:
        return "", "text/plain"


def _pairs(text: str) -> dict[str, str]:
    """ "from=msisdn,text=message" as a dictionary."""
    parts = (part.partition("=") for part in text.split(","))
    return {name.strip(): value.strip() for name, _, value in parts if name.strip()}


def _fill(template: str, values: dict[str, str]) -> str:
    """One pass, so that a text that reads {to} stays what it is."""
    return re.sub(r"\{\w+\}", lambda found: values.get(found.group(), found.group()), template)


def _plussed(sender: str) -> str:
    """Aggregators and form encoding drop the plus of an international number, or make a blank of it."""
    bare = sender.strip()
    return f"+{bare}" if sender.startswith(" ") and bare.isdigit() else bare
