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
    """A text as a webhook brought it; not masked yet."""

    message_id: str
    sender: str
    text: str


@dataclass(frozen=True)
class StatusReport:
    """What a provider says became of a message. state: ACCEPTED, DELIVERED, FAILED, or "" for an unknown word."""

    state: str
    reference: str = ""
    code: str = ""
    word: str = field(default="", compare=False)


class Headers(Protocol):
    """The headers of a request, whatever their capitals."""

    def get(self, key: str, default: str, /) -> str:
        """One header's value."""


class Gateway(Protocol):
    """A way out, and if two_way also a way in."""

    name: str
    capabilities: Capabilities

    def send(self, message: Outgoing) -> Sent:
        """Hand one text over. Never raises for what a provider or network does."""

    def find(self, message: Outgoing, since: datetime) -> list[str] | None:
        """The provider's references of texts like this one since then; None if it cannot be asked now."""

    def genuine(self, url: str, form: Mapping[str, str], headers: Headers) -> bool:
        """Does this webhook come from the provider? url: the public address that it was sent to."""

    def received(self, form: Mapping[str, str]) -> Received | None:
        """The text in a webhook's form; None if there is none."""

    def status(self, form: Mapping[str, str]) -> StatusReport:
        """The report in a status callback's form."""

    def acknowledgement(self) -> tuple[str, str]:
        """Body and media type that tell the provider that its webhook was taken."""
