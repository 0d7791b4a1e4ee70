"""What gateways call: a text came in, or something became of one that left. Answered at once; nothing is sent here."""

from __future__ import annotations

import logging
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
    gateway = _genuine(provider)
    received = gateway.received(request.form)
    if received is not None:
        service.receive(gateway.name, received.message_id, received.sender, received.text)
    body, kind = gateway.acknowledgement()
    return Response(body, 200, mimetype=kind)


@bp.post("/sms/status/<provider>")
@for_gateways
def status(provider: str) -> Response:
    """A delivery report; our own id stands in the address that we gave with the text."""
    gateway = _genuine(provider)
    try:
        known = sender.report(UUID(request.args.get("id", "")), gateway.status(request.form))
    except ValueError:
        known = False
    if not known:
        log.warning("a report about a text that is not ours")
    return Response("", 204)


def _genuine(name: str) -> Gateway:
    """The gateway, if it is on and signed this very request. Raises NotFound, ForgedWebhook."""
    gateway = gateways.by_name(settings(), name)
    if gateway is None:
        raise NotFound
    query = request.query_string.decode("ascii", "replace")
    # the address that the provider signed: behind TLS termination request.url is another
    url = f"{settings().public_url}{request.path}" + (f"?{query}" if query else "")
    if not gateway.genuine(url, request.form, dict(request.headers)):
        raise ForgedWebhook
    return gateway
