"""What every way out and in of text messages offers, and what a sending can end as."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Capabilities:
    """What a gateway can do; routing and wording ask these, never the gateway's name."""

    two_way: bool
    senders: tuple[str, ...]  # number, alphanumeric, service
    per_second: float  # messages a second that its sender may leave with
    receipts: bool  # does it report what became of a message?
    at_once: bool = False  # accepted is delivered
    cost: float = 0  # rupiah a message, for choosing the cheapest; a setting corrects it
    asked_every_s: float = 0  # it is asked for what came in and what became of texts; 0: it calls us


@dataclass(frozen=True)
class Outgoing:
    """One text to one number. `id` is our own; status reports come back under it."""

    id: UUID
    to: str
    text: str
    channel: str = ""


@dataclass(frozen=True)
class Sent:
    """How a sending ended. kind: accepted, rejected, retry, unknown.

    `code` is the provider's, `reference` its name for the message. Unknown means that it may have left.
    """

    kind: str
    reference: str = ""
    code: str = ""


@dataclass(frozen=True)
class Received:
    """A text as it came in; not masked yet. `silent`: the provider has answered it already."""

    message_id: str
    sender: str
    text: str
    silent: bool = False
    token: str = ""  # by which acknowledge() knows it, where the gateway was asked


@dataclass(frozen=True)
class Called:
    """Somebody rang."""

    call_id: str
    caller: str


@dataclass(frozen=True)
class StatusReport:
    """What a provider says became of a message. state: ACCEPTED, DELIVERED, FAILED, or "" for an unknown word.

    `id` is our own, where the report itself carries it.
    """

    state: str
    reference: str = ""
    code: str = ""
    word: str = field(default="", compare=False)
    id: UUID | None = None


class Headers(Protocol):
    """The headers of a request, whatever their capitals."""

    def get(self, key: str, default: str, /) -> str:
        """One header's value."""


@dataclass(slots=True)
class Hook:
    """What a provider sent to one of our addresses. `url` is the public one, `query` and `form` its two halves.

    Not frozen, as its like are: that costs more than the look at a header, on the hottest way in.
    """

    url: str
    form: Mapping[str, str]
    headers: Headers
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def value(self, name: str) -> str:
        """A value by the name that a setting gives it: `body`, or a form field, a query's or a header."""
        if name == "body":
            return self.body.decode("utf-8", "replace")
        return self.form.get(name) or self.query.get(name) or self.headers.get(name, "")


class Gateway(Protocol):
    """A way out, and if two_way also a way in."""

    name: str
    capabilities: Capabilities

    def send(self, message: Outgoing) -> Sent:
        """Hand one text over. Never raises for what a provider or network does."""

    def find(self, message: Outgoing, since: datetime) -> list[str] | None:
        """The provider's references of texts like this one since then; None if it cannot be asked."""

    def genuine(self, hook: Hook) -> bool:
        """Does this webhook come from the provider?"""

    def received(self, hook: Hook) -> Received | None:
        """The text in a webhook; None if there is none."""

    def called(self, hook: Hook) -> Called | None:
        """The missed call in a webhook; None if there is none."""

    def status(self, hook: Hook) -> StatusReport:
        """The report in a status callback."""

    def acknowledgement(self) -> tuple[str, str]:
        """Body and media type that tell the provider that its webhook was taken."""

    def rejection(self) -> tuple[str, str]:
        """Body and media type that hang up on a caller without taking the call."""

    def fetch(self) -> list[Received]:
        """Texts that came in and that no webhook told of, asked every asked_every_s. Raises GatewayAway."""

    def acknowledge(self, received: Received) -> None:
        """A fetched text is durable here."""

    def reports(self) -> list[StatusReport]:
        """What became of texts since the last time. Raises GatewayAway."""


class GatewayAway(Exception):
    """The gateway cannot be asked just now."""


class WithoutAsking:
    """For gateways that tell everything by themselves, or nothing."""

    def called(self, hook: Hook) -> Called | None:
        return None

    def rejection(self) -> tuple[str, str]:
        return "", "text/plain"

    def fetch(self) -> list[Received]:
        return []

    def acknowledge(self, received: Received) -> None:
        """Nothing to tell."""

    def reports(self) -> list[StatusReport]:
        return []
