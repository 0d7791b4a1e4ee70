"""Ways out and in, behind one interface (base.py). Which are on is a setting; a webhook of another answers 404."""

from collections.abc import Callable
from dataclasses import replace

from config import Settings
from sms.gateways.base import Gateway
from sms.gateways.console import ConsoleGateway
from sms.gateways.gammu import GammuGateway
from sms.gateways.http import HttpGateway
from sms.gateways.twilio import TwilioGateway

__all__ = ["Gateway", "by_name", "enabled"]


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
    kinds: dict[str, Callable[[], Gateway]] = {
        "console": ConsoleGateway,
        "twilio": lambda: TwilioGateway(settings),
        "gammu": lambda: GammuGateway(settings),
        "http": lambda: HttpGateway(settings),
    }
    made = {name: kinds[name]() for name in settings.sms_gateways if name in kinds}
    costs, rates = dict(settings.sms_costs), dict(settings.sms_rates)
    for name, one in made.items():
        able = one.capabilities
        one.capabilities = replace(
            able, cost=costs.get(name, able.cost), per_second=rates.get(name) or able.per_second
        )
    return made


def by_name(settings: Settings, name: str) -> Gateway | None:
    """One gateway if it is on."""
    return enabled(settings).get(name)
