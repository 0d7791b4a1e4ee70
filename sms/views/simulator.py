"""The phone simulator of the demo: keypad phones side by side."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from sms import numbers, service
from sms.views.blueprint import bp
from sms.views.thread import Line, lines
from webapp.households import service as households
from webapp.shared import access
from webapp.shared.db import new_id
from webapp.shared.errors import FormExpired, NotFound
from webapp.shared.pages import go, page
from webapp.shared.settings import settings

MOST_PHONES = 6
SHOWN_PHONES = 3
LONGEST_SENDER = 30


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
        screens.append(Screen(number, lines(number), letter, year))
    return page("sms/phone.html", screens=screens, shown=shown, full=len(shown) >= MOST_PHONES)


@bp.post("/phone")
@access.public
def send_from_phone() -> Response:
    """One text typed on a phone of the simulator, or a missed call; the answer is on the page that follows."""
    _demo_only()
    if not access.csrf_ok():
        raise FormExpired
    sender, text = request.form.get("from", "")[:LONGEST_SENDER], request.form.get("text", "")
    if sender.strip() and "call" in request.form:
        rang = service.called("console", str(new_id()), sender)
        if rang is not None:
            service.answer(rang)
    elif sender.strip():
        service.receive("console", f"phone-{new_id()}", sender, text)
    return go("sms.phone", phone=request.form.getlist("phone"), _anchor=f"p{sender.lstrip('+')}")


def _demo_only() -> None:
    if not settings().is_demo or "console" not in settings().sms_gateways:
        raise NotFound
