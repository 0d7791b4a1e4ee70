"""Which ways out are well, and by which a notice leaves: the cheapest healthy one, shared by weight.

A gateway that says slow down, cannot be reached, or leaves us without an answer again and again must wait; then one
text tries it. What is decided here is written down for the health page when it changes.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sms.gateways.base import Gateway
from sms.models import GatewayState
from sms.sender.meaning import Verdict
from webapp.shared import clock
from webapp.shared.db import db, transaction, upsert

log = logging.getLogger("catat.sms")
STRIKES = 3  # texts in a row without an answer; one may be the text's own fault, three are the gateway's
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=5)


@dataclass
class Standing:
    """How one gateway is doing. `strikes`: sendings in a row of which nobody knows the end."""

    strikes: int = 0
    until: datetime | None = None  # it waits
    bulk_until: datetime | None = None  # its bulk texts wait
    alarm: str = ""


@dataclass
class Health:
    """All gateways of one process."""

    on: Mapping[str, Gateway]
    weights: Mapping[str, float] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)

    def of(self, name: str) -> Standing:
        """How a gateway is doing."""
        return self.standings.setdefault(name, Standing())

    def waits(self, name: str) -> bool:
        """Must nothing leave by it now?"""
        until = self.of(name).until
        return until is not None and until > clock.now()

    def bulk_waits(self, name: str) -> bool:
        """Must its bulk texts wait?"""
        until = self.of(name).bulk_until
        return until is not None and until > clock.now()

    def for_notices(self) -> set[str]:
        """The gateways that notices leave by now: the cheapest of those that are well and have a weight."""
        able = [name for name in self.on if self._weight(name) > 0 and not self.waits(name)]
        least = min((self.on[name].capabilities.cost for name in able), default=0)
        return {name for name in able if self.on[name].capabilities.cost == least}

    def share(self, name: str, limit: int) -> int:
        """How many of `limit` texts this gateway takes at a time; one, to try it, after it had to wait."""
        if self.of(name).strikes:
            return 1
        most = max((self._weight(each) for each in self.on), default=1) or 1
        return max(1, math.ceil(limit * min(1.0, self._weight(name) / most)))

    def _weight(self, name: str) -> float:
        return self.weights.get(name, 1)

    def note_answer(self, name: str) -> None:
        """It answered, whatever it said."""
        standing = self.of(name)
        if standing.strikes or standing.until or standing.alarm:
            self.standings[name] = Standing(bulk_until=standing.bulk_until)
            self._write(name, "")

    def note_silence(self, name: str, why: str) -> None:
        """Nobody knows what became of a text: after a few of them in a row the gateway waits, longer each time."""
        standing = self.of(name)
        standing.strikes += 1
        if standing.strikes >= STRIKES:
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (standing.strikes - STRIKES))
            standing.until = clock.now() + pause
            self._write(name, why)

    def note_verdict(self, name: str, verdict: Verdict, code: str) -> None:
        """What a refusal means for the gateway."""
        standing = self.of(name)
        standing.strikes = 0  # it speaks
        if verdict.pause and verdict.only_bulk:
            standing.bulk_until = clock.now() + verdict.pause
        elif verdict.pause:
            standing.until = clock.now() + verdict.pause
        if verdict.alarm:
            log.error("gateway %s: code %s needs a person", name, code)
            standing.alarm = code
        if verdict.pause or verdict.alarm:
            self._write(name, code)

    def _write(self, name: str, why: str) -> None:
        standing = self.of(name)
        values = {
            "name": name, "waits_until": standing.until, "bulk_waits_until": standing.bulk_until, "why": why[:80],
            "alarm": standing.alarm[:20], "changed_at": clock.now(),
        }  # fmt: skip
        changed = [key for key in values if key != "name"]
        with transaction():
            db.session.execute(upsert(GatewayState, values, key=["name"], update=changed))
