"""A stand-in for Twilio's REST API on loopback: strict about what it is sent, wayward on demand.

What a number does is said by its last four digits (see BEHAVIOUR); everything else is accepted.
"""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

SID, TOKEN, FROM = "AC" + "1" * 32, "a-secret-token", "+15005550006"
FIELDS = {"To", "Body", "From", "MessagingServiceSid", "StatusCallback"}
ADDRESS = re.compile(r"(whatsapp:)?\+[1-9]\d{7,14}")
LONGEST_BODY = 1600
REFUSALS = {  # last four digits of the number: (HTTP status, Twilio's code)
    "1211": (400, 21211), "1610": (400, 21610), "1614": (400, 21614), "1408": (400, 21408), "1606": (400, 21606),
    "1611": (429, 21611), "0429": (429, 20429), "0003": (401, 20003), "0500": (500, 20500), "0503": (503, 20503),
}  # fmt: skip
HANG, ACCEPT_AND_HANG, GARBAGE, CUT = "9001", "9002", "9003", "9004"


@dataclass
class StandIn:
    """What it holds and what it saw. `faults`: every way in which a request was not as Twilio wants it."""

    url: str = ""
    hang_s: float = 1.0
    messages: list[dict[str, str]] = field(default_factory=list)
    posts: int = 0
    faults: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, object], start_response: Callable[..., object]) -> Iterator[bytes]:
        request = Request(environ)  # type: ignore[arg-type]
        response = self.answer(request)
        return response(environ, start_response)  # type: ignore[arg-type, return-value]

    def answer(self, request: Request) -> Response:
        if request.path != f"/2010-04-01/Accounts/{SID}/Messages.json":
            return self.refuse(404, 20404, f"path {request.path}")
        expected = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {expected}":
            return self.refuse(401, 20003, "authorization")
        return self.create(request) if request.method == "POST" else self.listed(request)

    def create(self, request: Request) -> Response:
        self.posts += 1
        form, to = request.form, request.form.get("To", "")
        fault = self.fault_of(request)
        if fault:
            return self.refuse(400, 21602, fault)
        behaviour = to[-4:]
        if behaviour in REFUSALS:
            return error(*REFUSALS[behaviour])
        if behaviour == HANG:
            time.sleep(self.hang_s)
            return error(503, 20503)
        if behaviour == CUT:
            raise ConnectionResetError
        message = {
            "sid": f"SM{len(self.messages):032x}", "account_sid": SID, "to": to, "from": form.get("From", ""),
            "body": form["Body"], "status": "queued", "date_created": format_datetime(datetime.now(UTC)),
            "status_callback": form["StatusCallback"], "direction": "outbound-api",
        }  # fmt: skip
        self.messages.append(message)
        if behaviour == ACCEPT_AND_HANG:
            time.sleep(self.hang_s)
        if behaviour == GARBAGE:
            return Response("<html>", 201)
        return Response(json.dumps(message), 201, mimetype="application/json")

    def fault_of(self, request: Request) -> str:
        """What Twilio would not accept, or ''."""
        form, to, callback = (
            request.form,
            request.form.get("To", ""),
            urlsplit(request.form.get("StatusCallback", "")),
        )
        checks = {
            f"media type {request.mimetype}": request.mimetype == "application/x-www-form-urlencoded",
            f"unknown fields {sorted(set(form) - FIELDS)}": set(form) <= FIELDS,
            "a field twice": all(len(form.getlist(name)) == 1 for name in form),
            f"To {to!r}": bool(ADDRESS.fullmatch(to)),
            "exactly one of From and MessagingServiceSid": ("From" in form)
            != ("MessagingServiceSid" in form),
            "WhatsApp to SMS": form.get("From", to).startswith("whatsapp:") == to.startswith("whatsapp:"),
            f"Body of {len(form.get('Body', ''))}": 1 <= len(form.get("Body", "")) <= LONGEST_BODY,
            "StatusCallback": callback.scheme in {"http", "https"} and bool(callback.hostname),
        }
        return next((fault for fault, fine in checks.items() if not fine), "")

    def came_in(self, sender: str, to: str, body: str) -> None:
        """A phone wrote to one of the account's numbers."""
        self.messages.append(
            {"sid": f"SM{len(self.messages):032x}", "account_sid": SID, "to": to, "from": sender, "body": body,
             "status": "received", "direction": "inbound", "date_created": format_datetime(datetime.now(UTC))}
        )  # fmt: skip

    def listed(self, request: Request) -> Response:
        unknown = set(request.args) - {"To", "DateSent>", "PageSize", "Page"}
        if unknown:
            return self.refuse(400, 20001, f"unknown filters {sorted(unknown)}")
        to = request.args.get("To", "")
        found = [message for message in reversed(self.messages) if not to or message["to"] == to]
        page = {"messages": found, "page": 0, "page_size": 50, "uri": request.path, "next_page_uri": None}
        return Response(json.dumps(page), 200, mimetype="application/json")

    def refuse(self, status: int, code: int, fault: str) -> Response:
        self.faults.append(fault)
        return error(status, code)


def error(status: int, code: int) -> Response:
    body = {
        "code": code,
        "message": "no",
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
    return Response(json.dumps(body), status, mimetype="application/json")


@contextmanager
def running(hang_s: float = 1.0) -> Iterator[StandIn]:
    """The stand-in on a free port of this machine."""
    stand_in = StandIn(hang_s=hang_s)
    server = make_server("127.0.0.1", 0, stand_in, threaded=True)  # type: ignore[arg-type]
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
