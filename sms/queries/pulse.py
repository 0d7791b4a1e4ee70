"""How the ways in and out are doing, for the health page: by gateway and hour, what waits, what failed and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, func, select

from sms.models import GatewayState, Inbound
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.outbox import OutboxMessage

DAY, WEEK = timedelta(hours=24), timedelta(days=7)
LEFT = ("ACCEPTED", "DELIVERED")
ENDED_BADLY = ("FAILED", "REJECTED")


@dataclass
class Hour:
    """What went by one gateway in one hour (UTC, its beginning)."""

    begins: datetime
    came: int = 0
    left: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Pulse:
    """One gateway: how it does, when something last came and left, and its hours, the newest first."""

    name: str
    state: GatewayState | None
    last_came: datetime | None
    last_left: datetime | None
    hours: list[Hour] = field(default_factory=list)


def pulses(names: Sequence[str]) -> list[Pulse]:
    """Each gateway that is on, or was in the last day."""
    hours = _hours()
    states = {state.name: state for state in db.session.scalars(select(GatewayState))}
    came = _latest(Inbound.provider, Inbound.received_at)
    left = _latest(OutboxMessage.gateway, OutboxMessage.changed_at, OutboxMessage.state.in_(LEFT))
    found = [*names, *sorted(set(hours) - set(names) - {""})]
    return [
        Pulse(name, states.get(name), came.get(name), left.get(name),
              sorted(hours[name].values(), key=lambda hour: hour.begins, reverse=True))
        for name in found
    ]  # fmt: skip


def _hours() -> defaultdict[str, dict[str, Hour]]:
    since = clock.now() - DAY
    hours: defaultdict[str, dict[str, Hour]] = defaultdict(dict)
    begins = _hour(Inbound.received_at)
    came = select(Inbound.provider, begins, func.count()).where(Inbound.received_at > since)
    for name, begun, count in db.session.execute(came.group_by(Inbound.provider, begins)):
        _at(hours[name], begun).came += count
    begins = _hour(OutboxMessage.created_at)
    by = (OutboxMessage.gateway, begins, OutboxMessage.state)
    went = select(*by, func.count()).where(OutboxMessage.created_at > since).group_by(*by)
    for name, begun, state, count in db.session.execute(went):
        hour = _at(hours[name or ""], begun)
        if state in LEFT:
            hour.left += count
        elif state in ENDED_BADLY:
            hour.failed += count
        elif state not in {"DROPPED", "EXPIRED"}:
            hour.waiting += count
    return hours


def _hour(column: Any) -> Any:
    """The first thirteen characters of a moment in UTC, 2030-06-03 10, on either database."""
    if db.engine.dialect.name == "postgresql":
        column = func.timezone("UTC", column)
    return func.substr(cast(column, String), 1, 13)


def _at(hours: dict[str, Hour], begun: str) -> Hour:
    begins = datetime.strptime(begun, "%Y-%m-%d %H").replace(tzinfo=UTC)
    return hours.setdefault(begun, Hour(begins))


def _latest(name: Any, moment: Any, *conditions: Any) -> dict[str, datetime]:
    recent = select(name, func.max(moment)).where(moment > clock.now() - WEEK, *conditions).group_by(name)
    return {found: latest for found, latest in db.session.execute(recent) if found}


def failures() -> Counter[str]:
    """Why texts of the last seven days ended badly: the codes, the most frequent first."""
    recent = (OutboxMessage.state.in_(ENDED_BADLY), OutboxMessage.changed_at > clock.now() - WEEK)
    counted = select(OutboxMessage.error, func.count()).where(*recent).group_by(OutboxMessage.error)
    return Counter({code or "": count for code, count in db.session.execute(counted)})
