"""Ways out and in, behind one interface (base.py). Which are on is a setting; a webhook of another answers 404."""

from config import Settings
from sms.gateways.base import Gateway
from sms.gateways.console import ConsoleGateway
from sms.gateways.twilio import TwilioGateway

__all__ = ["Gateway", "by_name", "enabled", "route"]


_made: tuple[Settings | None, dict[str, Gateway]] = (None, {})


def enabled(settings: Settings) -> dict[str, Gateway]:
    """The gateways that are on, the preferred one first. An unknown name is left out and never gets traffic."""
    global _made  # noqa: PLW0603  one set a process: a webhook must not build what it only asks for a signature
    known_for, known = _made
    if known_for is not settings:
        known = _make(settings)
        _made = settings, known
    return known


def _make(settings: Settings) -> dict[str, Gateway]:
    made: dict[str, Gateway] = {}
    for name in settings.sms_gateways:
        if name == "console":
            made[name] = ConsoleGateway()
        elif name == "twilio":
            made[name] = TwilioGateway(settings)
    return made


def by_name(settings: Settings, name: str) -> Gateway | None:
    """One gateway if it is on."""
    return enabled(settings).get(name)


def route(channel: str | None, on: dict[str, Gateway]) -> Gateway | None:
    """A reply leaves by the channel that received; everything else by the first gateway that is on."""
    if channel:
        return on.get(channel.removesuffix("-whatsapp"))
    return next(iter(on.values()), None)
