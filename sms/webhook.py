"""What gateways call: a text or a missed call came in, or something became of a text that left.

What came in is made durable and acknowledged; the conversation is worked beside the web server (sms.running).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, request

from sms import gateways, sender, service
from sms.gateways.base import Gateway
from webapp.shared.access import gateway as for_gateways
from webapp.shared.errors import NotFound, Refusal
from webapp.shared.i18n import N_
from webapp.shared.settings import settings

log = logging.getLogger("catat.sms")
bp = Blueprint("sms_webhook", __name__)


class ForgedWebhook(Refusal):
    """The signature is missing or does not fit what was sent."""

    code = "601"
    status = 403
    message = N_("Tanda tangan pengirim tidak cocok.")


@bp.post("/sms/inbound/<provider>")
@for_gateways
def inbound(provider: str) -> Response:
    """One text. However often the provider repeats it, it is taken once."""
    gateway, form = _genuine(provider)
    received = gateway.received(form)
    if received is not None:
        service.keep(gateway.name, received.message_id, received.sender, received.text)
    body, kind = gateway.acknowledgement()
    return Response(body, 200, content_type=kind)


@bp.post("/sms/status/<provider>")
@for_gateways
def status(provider: str) -> Response:
    """A delivery report; our own id stands in the address that we gave with the text."""
    gateway, form = _genuine(provider)
    try:
        known = sender.report(UUID(request.args.get("id", "")), gateway.status(form))
    except ValueError:
        known = False
    if not known:
        log.warning("a report about a text that is not ours")
    return Response("", 204)


def _genuine(name: str) -> tuple[Gateway, Mapping[str, str]]:
    """The gateway and what was sent, if it is on and signed this very request. Raises NotFound, ForgedWebhook."""
    # each look through Flask's `request` costs as much as a look into a dictionary's dictionary
    chosen, asked = settings(), request._get_current_object()  # type: ignore[attr-defined]
    gateway, form = gateways.by_name(chosen, name), asked.form
    if gateway is None:
        raise NotFound
    query = asked.query_string.decode("ascii", "replace")
    # the address that the provider signed: behind TLS termination request.url is another
    url = f"{chosen.public_url}{asked.path}" + (f"?{query}" if query else "")
    if not gateway.genuine(url, form, asked.headers):
        raise ForgedWebhook
    return gateway, form
