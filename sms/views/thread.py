"""What went between us and a phone, as its screen shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sms import queries, texts
from sms.models import Inbound
from sms.texts.septets import is_gsm7, segments, septets
from webapp.shared import outbox
from webapp.shared.i18n import N_, gettext

STATES = {
    "QUEUED": N_("menunggu dikirim"),
    "SENDING": N_("sedang dikirim"),
    "ACCEPTED": N_("dikirim"),
    "DELIVERED": N_("sampai"),
    "RETRY": N_("akan dicoba lagi"),
    "UNKNOWN": N_("belum pasti terkirim"),
    "FAILED": N_("gagal"),
    "REJECTED": N_("ditolak"),
    "EXPIRED": N_("kedaluwarsa"),
    "DROPPED": N_("tidak dikirim"),
}


@dataclass(frozen=True)
class Line:
    """One text on a screen. `ours`: it came from the census office. Length is counted as the network does."""

    ours: bool
    text: str
    at: datetime
    state: str
    length: int
    segments: int
    gsm7: bool


def lines(number: str) -> list[Line]:
    """The thread of a phone, the oldest first."""
    return [_line(row, at) for row, at in queries.thread(number)]


def _line(row: Inbound | outbox.OutboxMessage, at: datetime) -> Line:
    if isinstance(row, Inbound) and row.kind == "call":
        return Line(False, gettext("Panggilan tak terjawab"), at, "", 0, 0, gsm7=True)
    if isinstance(row, Inbound):
        return _counted(queries.body_of(row), at, "", ours=False)
    if row.params_sealed == outbox.GONE:
        return _counted("", at, STATES[row.state], ours=True)
    return _counted(
        texts.render(row.message, row.language, outbox.params_of(row)), at, STATES[row.state], ours=True
    )


def _counted(text: str, at: datetime, state: str, *, ours: bool) -> Line:
    length = septets(text) if is_gsm7(text) else len(text.encode("utf-16-be", "replace")) // 2
    return Line(ours, text, at, state, length, segments(text), is_gsm7(text))
