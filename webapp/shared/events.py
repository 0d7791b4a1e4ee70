"""News goes up by name: a lower room announces a fact, higher rooms are subscribed in webapp.app only.

Handlers run at once, in the order of subscription, in the announcer's transaction, and may refuse by raising.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Handler = Callable[..., None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def subscribe(name: str, handler: Handler) -> None:
    """Call handler(**facts) whenever `name` is announced; the same handler is taken once."""
    if handler not in _handlers[name]:
        _handlers[name].append(handler)


def announce(name: str, **facts: Any) -> None:
    """Tell every subscriber of `name`. An exception of a handler rolls the announcer's transaction back."""
    for handler in _handlers[name]:
        handler(**facts)


def subscriptions() -> dict[str, list[str]]:
    """What is subscribed to what, for docs and tests."""
    return {name: [f"{h.__module__}.{h.__name__}" for h in hs] for name, hs in _handlers.items()}
