"""What gateways call: a text or a missed call came in, or something became of a text that left.

What came in is made durable and acknowledged; the conversation is worked beside the web server (sms.running).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from urllib.parse import parse_qsl
from uuid import UUID

from flask import Blueprint, Request, Response, request
from werkzeug.datastructures import MultiDict

from sms import gateways, sender, service
from sms.gateways.base import Gateway, Hook
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
    gateway, hook = _genuine(provider)
    received = gateway.received(hook)
    if received is not None:
        kind = service.SILENT if received.silent else service.TEXT
        service.keep(gateway.name, received.message_id, received.sender, received.text, kind=kind)
    body, kind_of_body = gateway.acknowledgement()
    return Response(body, 200, content_type=kind_of_body)


@bp.post("/sms/call/<provider>")
@for_gateways
def call(provider: str) -> Response:
    """Somebody rang: the call is not taken, and the conversation goes on by text."""
    gateway, hook = _genuine(provider)
    rang = gateway.called(hook)
    if rang is not None:
        service.called(gateway.name, rang.call_id, rang.caller)
    body, kind_of_body = gateway.rejection()
    return Response(body, 200, content_type=kind_of_body)


@bp.route("/sms/status/<provider>", methods=["GET", "POST"])
@for_gateways
def status(provider: str) -> Response:
    """A delivery report; our own id stands in the address that we gave with the text. Kannel asks by GET."""
    gateway, hook = _genuine(provider)
    said = gateway.status(hook)
    try:
        known = sender.report(said.id or UUID(hook.query.get("id", "")), said)
    except ValueError:
        known = False
    if not known:
        log.warning("a report about a text that is not ours")
    return Response("", 204)


def _genuine(name: str) -> tuple[Gateway, Hook]:
    """The gateway and what was sent, if it is on and signed this very request. Raises NotFound, ForgedWebhook."""
    # each look through Flask's `request` costs as much as a look into a dictionary's dictionary
    chosen, asked = settings(), request._get_current_object()  # type: ignore[attr-defined]
    gateway = gateways.by_name(chosen, name)
    if gateway is None:
        raise NotFound
    form, query = _form(asked), asked.query_string.decode("ascii", "replace")
    # the address that the provider signed: behind TLS termination request.url is another
    url = f"{chosen.public_url}{asked.path}" + (f"?{query}" if query else "")
    body = b"" if form else asked.get_data()
    hook = Hook(url, form, asked.headers, asked.args if query else {}, body)
    if not gateway.genuine(hook):
        raise ForgedWebhook
    return gateway, hook


def _form(asked: Request) -> Mapping[str, str]:
    """The fields of the usual kind of form, read without Werkzeug's machinery for files; other kinds by it."""
    if not asked.environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return asked.form
    sent = asked.get_data(cache=False).decode("utf-8", "replace")
    return MultiDict(parse_qsl(sent, keep_blank_values=True, errors="replace"))
