"""Works through the outbox: lease, send, note; in a process of its own beside the web server (`flask sms send --loop`).

Nothing is held while a gateway is called: the lease was committed before. Losing is never allowed; a text can be
doubled only when it is unknown whether it left, and then once, and it is counted (attempt, error "resent").
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sms import gateways, texts
from sms.gateways.base import Gateway, Outgoing, Sent
from sms.sender import rows
from sms.sender.meaning import Verdict, of_failure
from sms.sender.reports import report
from sms.sender.rows import anything_due
from webapp.shared import clock, outbox
from webapp.shared.sealing import SealBroken
from webapp.shared.settings import settings

__all__ = ["Sender", "anything_due", "report"]

log = logging.getLogger("catat.sms")
MOST_RESENDS = 2  # attempts after which an unknown text is left to a person


@dataclass
class Sender:
    """One worker's view of the gateways: which are on, and which must wait."""

    on: dict[str, Gateway]
    paused: dict[str, datetime] = field(default_factory=dict)
    bulk_until: datetime | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def from_settings(cls) -> Sender:
        return cls(gateways.enabled(settings()))

    def work(self, limit: int = rows.BATCH, only_reply_to: UUID | None = None) -> int:
        """Send what is due. Returns how many left, or were tried."""
        leased = rows.take(limit, only_reply_to, self._waiting())
        for n, row in enumerate(leased):
            if self.stop.is_set() or not rows.still_mine(row):
                rows.release(leased[n:])
                return n
            self._send(row)
        return len(leased)

    def _waiting(self) -> rows.Paused:
        moment = clock.now()
        channels = {name for name, until in self.paused.items() if until > moment}
        preferred = next(iter(self.on), "")
        channels |= {f"{name}-whatsapp" for name in channels}
        return rows.Paused(
            channels, preferred in channels, self.bulk_until is not None and self.bulk_until > moment
        )

    def _send(self, row: outbox.OutboxMessage) -> None:
        gateway = gateways.route(row.channel, self.on)
        if gateway is None:
            rows.finish(row, "", state="RETRY", error="no gateway", due_at=clock.now() + timedelta(minutes=5))
            return
        try:
            message = _outgoing(row)
        except (KeyError, ValueError, SealBroken) as fault:
            log.error("outbox %s cannot be worded: %s", row.id, type(fault).__name__)
            rows.finish(row, gateway.name, state="FAILED", error=f"wording {row.message}")
            return
        started = time.monotonic()
        self._note(row, gateway, gateway.send(message))
        # the sender's rate; a slow gateway has kept it already
        time.sleep(max(0.0, 1 / gateway.capabilities.per_second - (time.monotonic() - started)))

    def _note(self, row: outbox.OutboxMessage, gateway: Gateway, sent: Sent) -> None:
        """Write down how a sending ended."""
        if sent.kind == "accepted":
            state = "DELIVERED" if gateway.capabilities.at_once else "ACCEPTED"
            rows.finish(row, gateway.name, state=state, provider_ref=sent.reference[:80], error=None)
        elif sent.kind == "unknown":
            rows.finish(row, gateway.name, state="UNKNOWN", error=sent.code[:80])
        else:
            verdict = of_failure(sent.code, row.attempt, said_no=sent.kind == "rejected")
            rows.finish(row, gateway.name, **rows.verdict_values(verdict, sent.code))
            self._heed(verdict, row, gateway, sent.code)

    def _heed(self, verdict: Verdict, row: outbox.OutboxMessage, gateway: Gateway, code: str) -> None:
        """What a verdict means for the phone and the channel."""
        if verdict.flag:
            rows.flag_phone(row.phone_index, verdict.flag)
        if verdict.pause and verdict.only_bulk:
            self.bulk_until = clock.now() + verdict.pause
        elif verdict.pause:
            self.paused[gateway.name] = clock.now() + verdict.pause
        if verdict.alarm:
            log.error("gateway %s: code %s needs a person", gateway.name, code)

    def sweep(self) -> None:
        """Expired leases become unknown; what stays unknown is asked of the provider, then sent once more."""
        if lost := rows.forget_leases():
            log.warning("%d leases ran out", lost)
        for row in rows.unsettled():
            self._settle(row)

    def _settle(self, row: outbox.OutboxMessage) -> None:
        gateway = gateways.route(row.channel, self.on)
        found = gateway.find(_outgoing(row), row.created_at) if gateway else None
        new = [reference for reference in found or () if not rows.is_known(reference)]
        if new:
            rows.settle(row, state="ACCEPTED", provider_ref=new[0][:80])
        elif found is None:
            rows.settle(row, error="cannot be asked")  # looked at again after the same time
        elif row.attempt >= MOST_RESENDS or row.priority >= rows.BULK:  # a campaign never tells anybody twice
            rows.settle(row, state="FAILED", error="unknown")
        else:
            rows.settle(row, state="RETRY", error="resent", due_at=clock.now())


def _outgoing(row: outbox.OutboxMessage) -> Outgoing:
    text = texts.render(row.message, row.language, outbox.params_of(row))
    return Outgoing(row.id, outbox.phone_of(row), text, row.channel or "")
