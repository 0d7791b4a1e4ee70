"""Pages of the text messages: the phone simulator of the demo, and the phones that wait for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, request
from sqlalchemy import select

from sms import numbers, queries, service, texts
from sms.models import Inbound, Phone
from sms.texts.septets import is_gsm7, segments, septets
from webapp.households import service as households
from webapp.shared import access, audit, outbox
from webapp.shared.db import db, new_id, transaction
from webapp.shared.errors import FormExpired, NotFound
from webapp.shared.i18n import N_
from webapp.shared.pages import go, page
from webapp.shared.settings import settings

bp = Blueprint("sms", __name__)
MOST_PHONES = 6
SHOWN_PHONES = 3
LONGEST_SENDER = 30

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


@dataclass(frozen=True)
class Screen:
    """One phone with its thread and, in the demo, what its family's letter says."""

    number: str
    lines: list[Line]
    letter_number: str = ""
    birth_year: str = ""


@bp.get("/phone")
@access.public
def phone() -> Response:
    """The simulator: several keypad phones side by side. Demo only."""
    _demo_only()
    wanted = [number for number in map(numbers.e164, request.args.getlist("phone")) if number]
    samples = {
        number: sample for sample in households.samples(3 * SHOWN_PHONES) if (number := sample["phone"])
    }
    shown = list(dict.fromkeys(wanted or list(samples)[:SHOWN_PHONES]))[:MOST_PHONES]
    screens = []
    for number in shown:
        sample = samples.get(number)
        letter, year = (sample["letter_number"], str(sample["birth_year"])) if sample else ("", "")
        screens.append(Screen(number, _lines(number), letter, year))
    return page("sms/phone.html", screens=screens, shown=shown, full=len(shown) >= MOST_PHONES)


@bp.post("/phone")
@access.public
def send_from_phone() -> Response:
    """One text typed on a phone of the simulator; the answer is on the page that follows."""
    _demo_only()
    if not access.csrf_ok():
        raise FormExpired
    sender, text = request.form.get("from", "")[:LONGEST_SENDER], request.form.get("text", "")
    if sender.strip():
        service.receive("console", f"phone-{new_id()}", sender, text)
    return go("sms.phone", phone=request.form.getlist("phone"), _anchor=f"p{sender.lstrip('+')}")


def _demo_only() -> None:
    if not settings().is_demo or "console" not in settings().sms_gateways:
        raise NotFound


@bp.get("/sms/waiting")
@access.staff("administrator", "coordinator")
def waiting() -> Response:
    """Phones whose messages need a person, the longest waiting first; reading them is noted."""
    found = db.session.scalars(
        select(Phone)
        .where(Phone.waiting_since.is_not(None), access.scope_filter(Phone.waiting_area))
        .order_by(Phone.waiting_since)
        .limit(50)
    ).all()
    screens = [(one, Screen(queries.number_of(one), _lines(queries.number_of(one)))) for one in found]
    if found:
        with transaction():
            audit.record("texts read", "sms waiting", detail=" ".join(str(one.id) for one in found[:20]))
    return page("sms/waiting.html", screens=screens)


@bp.post("/sms/waiting/<uuid:phone_id>")
@access.staff("administrator", "coordinator")
def settle(phone_id: UUID) -> Response:
    """A person has dealt with it."""
    if not access.csrf_ok():
        raise FormExpired
    service.settle_waiting(phone_id)
    return go("sms.waiting")


def _lines(number: str) -> list[Line]:
    return [_line(row, at) for row, at in queries.thread(number)]


def _line(row: Inbound | outbox.OutboxMessage, at: datetime) -> Line:
    if isinstance(row, Inbound):
        return _counted(queries.body_of(row), at, "", ours=False)
    return _counted(
        texts.render(row.message, row.language, outbox.params_of(row)), at, STATES[row.state], ours=True
    )


def _counted(text: str, at: datetime, state: str, *, ours: bool) -> Line:
    length = septets(text) if is_gsm7(text) else len(text.encode("utf-16-be", "replace")) // 2
    return Line(ours, text, at, state, length, segments(text), is_gsm7(text))
