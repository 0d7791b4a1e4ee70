"""How texts come and go: by gateway and hour, what waits, what failed and what to do about it."""

from __future__ import annotations

from flask import Response

from sms import gateways
from sms.queries import pulse
from sms.sender import figures
from sms.sender.meaning import words_of
from sms.views.blueprint import bp
from webapp.shared import access, clock
from webapp.shared.pages import page
from webapp.shared.settings import settings


@bp.get("/sms/health")
@access.staff("administrator")
def health() -> Response:
    """Figures only: no number and no text."""
    on = gateways.enabled(settings())
    moment = clock.now()
    pulses = pulse.pulses(list(on))
    waits = {
        one.name for one in pulses if one.state and one.state.waits_until and one.state.waits_until > moment
    }
    failed = [(count, code, words_of(code)) for code, count in pulse.failures().most_common(20)]
    return page(
        "sms/health.html", pulses=pulses, waits=waits, failed=failed, on=on,
        waiting=figures.waiting(), oldest_minutes=int(figures.oldest_waiting_s() // 60), unknown=figures.unknown(),
        inbound=figures.inbound_waiting(), alarms=figures.alarms(),
    )  # fmt: skip
