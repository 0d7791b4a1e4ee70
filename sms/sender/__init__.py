"""Works through the outbox: lease, send, note; in the process beside the web server (sms.running).

Nothing is held while a gateway is called: the lease was committed before. Losing is never allowed; a text can be
doubled only when it is unknown whether it left, and then once, and it is counted (attempt, error "resent").
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from functools import partial
from uuid import UUID

from sms import gateways, texts
from sms.gateways.base import Gateway, Outgoing, Sent
from sms.sender import rows, stuck
from sms.sender.health import Health
from sms.sender.meaning import of_failure
from sms.sender.reports import report
from sms.sender.rows import anything_due
from webapp.shared import clock, outbox
from webapp.shared.sealing import SealBroken
from webapp.shared.settings import settings

__all__ = ["Sender", "anything_due", "report"]

log = logging.getLogger("catat.sms")
MOST_RESENDS = 2  # attempts after which an unknown text is left to a person


class Sender:
    """One worker's view of the gateways: which are on, and how they do. Each is a lane that may have its own thread."""

    def __init__(self, on: dict[str, Gateway], weights: Mapping[str, float] | None = None) -> None:
        self.on = on
        self.health = Health(on, weights or {})
        self.stop = threading.Event()

    @classmethod
    def from_settings(cls) -> Sender:
        return cls(gateways.enabled(settings()), dict(settings().sms_weights))

    def work(self, limit: int = rows.BATCH, only_reply_to: UUID | None = None) -> int:
        """Send what is due by every gateway in turn. Returns how many left, or were tried."""
        return sum(self.work_lane(name, limit, only_reply_to) for name in self.on)

    def work_lane(self, name: str, limit: int = rows.BATCH, only_reply_to: UUID | None = None) -> int:
        """Send what is due by this gateway."""
        if self.health.waits(name):
            return 0
        lane = rows.Lane(name, name in self.health.for_notices(), not self.health.bulk_waits(name))
        leased = rows.take(self.health.share(name, limit), only_reply_to, lane)
        for n, row in enumerate(leased):
            if self.stop.is_set() or self.health.waits(name) or not rows.still_mine(row):
                rows.release(leased[n:])
                return n
            self._send(row, self.on[name], leased[n + 1] if n + 1 < len(leased) else None)
        return len(leased)

    def _send(self, row: outbox.OutboxMessage, gateway: Gateway, then: outbox.OutboxMessage | None) -> None:
        try:
            message = _outgoing(row, gateway)
        except (KeyError, ValueError, SealBroken) as fault:
            log.error("outbox %s cannot be worded: %s", row.id, type(fault).__name__)
            rows.finish(row, gateway.name, then, state="FAILED", error=f"wording {row.message}")
            return
        started = time.monotonic()
        self._note(row, gateway, gateway.send(message), then)
        # the sender's rate; a slow gateway has kept it already
        self.stop.wait(max(0.0, 1 / gateway.capabilities.per_second - (time.monotonic() - started)))

    def _note(
        self, row: outbox.OutboxMessage, gateway: Gateway, sent: Sent, then: outbox.OutboxMessage | None
    ) -> None:
        """Write down how a sending ended, and that the next one begins."""
        finish = partial(rows.finish, row, gateway.name, then)
        if sent.kind == "accepted":
            state = "DELIVERED" if gateway.capabilities.at_once else "ACCEPTED"
            finish(state=state, provider_ref=sent.reference[:80] or None, error=None)
            self.health.note_answer(gateway.name)
        elif sent.kind == "unknown":
            finish(state="UNKNOWN", error=sent.code[:80])
            self.health.note_silence(gateway.name, sent.code)
        else:
            verdict = of_failure(sent.code, row.attempt, said_no=sent.kind == "rejected")
            finish(**rows.verdict_values(verdict, sent.code))
            if verdict.flag:
                rows.flag_phone(row.phone_index, verdict.flag)
            self.health.note_verdict(gateway.name, verdict, sent.code)

    def sweep(self) -> None:
        """Expired leases become unknown; what stays unknown is asked of the provider, then sent once more."""
        if lost := stuck.forget_leases():
            log.warning("%d leases ran out", lost)
        stuck.put_off_without_gateway(self.on)
        for row in stuck.unsettled():
            self._settle(row)

    def _settle(self, row: outbox.OutboxMessage) -> None:
        gateway = self.on.get(row.gateway or "")
        found = gateway.find(_outgoing(row, gateway), row.created_at) if gateway else None
        new = [reference for reference in found or () if not stuck.is_known(reference)]
        if new:
            stuck.settle(row, state="ACCEPTED", provider_ref=new[0][:80])
        elif found is None:
            stuck.settle(row, error="cannot be asked")  # looked at again after the same time
        elif row.attempt >= MOST_RESENDS or row.priority >= rows.BULK:  # a campaign never tells anybody twice
            stuck.settle(row, state="FAILED", error="unknown")
        else:
            stuck.settle(row, state="RETRY", error="resent", due_at=clock.now())


def _outgoing(row: outbox.OutboxMessage, gateway: Gateway) -> Outgoing:
    """The text as this gateway takes it; one that brings no answers back does not ask for any."""
    message = row.message
    if not gateway.capabilities.two_way and texts.exists(f"{message}_one_way"):
        message += "_one_way"
    text = texts.render(message, row.language, outbox.params_of(row))
    own = row.channel is not None and row.channel.partition("-")[0] == gateway.name
    return Outgoing(row.id, outbox.phone_of(row), text, row.channel or "" if own else gateway.name)
