"""Any aggregator by HTTP: against a stand-in for its moods, and against a real Kannel with a fake SMSC."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import Headers
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from config import Settings
from sms import queries, service
from sms.gateways.base import Called, Hook, Outgoing, Received, Sent
from sms.gateways.http import HttpGateway
from sms.sender import Sender
from tests.databases import TestDatabases
from tests.sms.conftest import PHONE
from tests.sms.daemons import Kannel, free_port, wait_until
from webapp.shared.db import db, new_id
from webapp.shared.outbox import OutboxMessage

TOKEN = "a-token-of-the-tests-1"
KANNEL_FIELDS = (
    "username=catat&password=secret&from=2500&to={to}&text={text}&charset=UTF-8&dlr-mask=31"
    "&dlr-url={status_url}%26status%3D%25d"
)
KANNEL = {
    "CATAT_SMS_GATEWAYS": "http",
    "CATAT_HTTP_SEND_FIELDS": KANNEL_FIELDS,
    "CATAT_HTTP_TAKEN": "^(0: Accepted|3: Queued)",
    "CATAT_HTTP_NOT_TAKEN": "Temporal failure",
    "CATAT_HTTP_TOKEN": TOKEN,
    "CATAT_HTTP_IN_FIELDS": "id=id,from=X-Kannel-From,text=body",
    "CATAT_HTTP_STATUS_FIELDS": "status=status,id=id",
    "CATAT_HTTP_STATUS_WORDS": "1=delivered,2=failed,4=accepted,8=accepted,16=failed",
}


def made(url: str, **changed: object) -> HttpGateway:
    values: dict[str, object] = {
        "http_send_url": url, "http_send_fields": "to={to_digits}&text={text}&ref={id}&cb={status_url}&fixed={to}x",
        "http_taken": "OK (?P<reference>\\w+)", "http_not_taken": "BUSY", "http_token": TOKEN,
        "public_url": "https://sensus.example",
    } | changed  # fmt: skip
    return HttpGateway(Settings(**values), timeout_s=0.4)  # type: ignore[arg-type]


@contextmanager
def answering(status: int, body: str, hang_s: float = 0) -> Iterator[tuple[str, list[Request]]]:
    """An aggregator that says this; its address and what it was asked."""
    asked: list[Request] = []

    def answer(environ: object, start: object) -> object:
        request = Request(environ)  # type: ignore[arg-type]
        request.get_data(parse_form_data=False)
        asked.append(request)
        time.sleep(hang_s)
        return Response(body, status)(environ, start)  # type: ignore[arg-type]

    with serving(free_port(), answer) as url:
        yield f"{url}/send?account=1", asked


@contextmanager
def serving(port: int, app: object) -> Iterator[str]:
    server = make_server("127.0.0.1", port, app, threaded=True)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def hook(form: dict[str, str], query: dict[str, str] | None = None, headers: dict[str, str] | None = None,
         body: bytes = b"") -> Hook:  # fmt: skip
    return Hook("https://sensus.example/sms/inbound/http", form, Headers(headers or {}), query or {}, body)


@pytest.mark.parametrize(
    ("status", "body", "hang_s", "expected"),
    [
        (200, "OK a1", 0, Sent("accepted", "a1")),
        (200, "ERR no credit", 0, Sent("rejected", code="http 200")),
        (400, "bad number", 0, Sent("rejected", code="http 400")),
        (429, "", 0, Sent("retry", code="20429")),
        (503, "BUSY, later", 0, Sent("retry", code="busy")),
        (503, "", 0, Sent("unknown", code="http 503")),
        (200, "OK a1", 0.8, Sent("unknown", code="read")),
    ],
)
def test_every_answer_has_its_meaning(status: int, body: str, hang_s: float, expected: Sent) -> None:
    with answering(status, body, hang_s) as (url, _):
        assert made(url).send(Outgoing(new_id(), PHONE, "SENSUS: Halo.")) == expected


def test_nobody_there_is_no_sending_at_all() -> None:
    assert made("http://127.0.0.1:9/").send(Outgoing(new_id(), PHONE, "x")) == Sent("retry", code="connect")


@pytest.mark.parametrize("method", ["GET ", "POST ", ""])
def test_fields_are_filled_once_and_the_text_is_only_text(method: str) -> None:
    message = Outgoing(new_id(), PHONE, "SENSUS: {to} & 100%?")
    with answering(200, "OK a1") as (url, asked):
        assert made(method + url).send(message).kind == "accepted"
    (request,) = asked
    assert request.method == (method.strip() or "POST")
    fields = (
        parse_qs(request.query_string.decode())
        if request.method == "GET"
        else parse_qs(request.get_data(as_text=True))
    )
    assert request.args["account"] == "1"
    assert fields["text"] == [message.text]
    assert fields["to"] == [PHONE[1:]]
    assert fields["fixed"] == [f"{PHONE}x"]
    assert fields["cb"] == [f"https://sensus.example/sms/status/http?id={message.id}&token={TOKEN}"]


def test_only_who_knows_the_token_is_heard() -> None:
    one = made("http://127.0.0.1:9/")
    assert one.genuine(hook({}, {"token": TOKEN}))
    assert one.genuine(hook({"token": TOKEN}))
    assert one.genuine(hook({}, headers={"Authorization": f"Bearer {TOKEN}"}))
    for wrong in ("", "x", TOKEN + "x", "\u00e9"):
        assert not one.genuine(hook({}, {"token": wrong}))
    assert not made("http://127.0.0.1:9/", http_token="").genuine(hook({}, {"token": ""}))


def test_names_of_fields_are_settings() -> None:
    one = made(
        "http://127.0.0.1:9/", http_in_fields="id=mid,from=msisdn,text=body", http_call_fields="id=c,from=who"
    )
    assert one.received(hook({}, {"mid": "7"}, {"msisdn": "62812"}, b"JADWAL")) == Received(
        "7", "62812", "JADWAL"
    )
    assert one.received(hook({"text": "x"})) is None
    assert one.called(hook({"c": "1", "who": " 62812"})) == Called("1", "+62812")
    assert one.called(hook({})) is None
    ours = new_id()
    said = one.status(hook({}, {"id": str(ours), "status": "delivered", "code": "7"}))
    assert (said.state, said.id, said.code) == ("DELIVERED", ours, "7")
    assert one.status(hook({"status": "strange"})).state == ""


def test_kannel_brings_texts_and_takes_answers_with_receipts(databases: TestDatabases) -> None:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="catat-kannel-", ignore_cleanup_errors=True) as folder:
        kannel = Kannel(Path(folder), f"http://127.0.0.1:{port}/sms/inbound/http?token={TOKEN}&id=%I")
        settings = KANNEL | {
            "CATAT_HTTP_SEND_URL": f"GET http://127.0.0.1:{kannel.port}/cgi-bin/sendsms",
            "CATAT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        with (
            databases.fresh("sqlite", **settings) as app, serving(port, app), kannel.running(),
            app.app_context(), kannel.phone(PHONE, "BANTU", "STATUS"),
        ):  # fmt: skip
            wait_until(lambda: _answered(2), words=kannel.words)
            assert Sender.from_settings().work() == 2
            wait_until(lambda: len(kannel.phone_got()) == 2, words=kannel.words)
            wait_until(lambda: _states() == ["DELIVERED", "DELIVERED"], words=_states)
            db.session.remove()
        assert all("SENSUS:" in text for text in kannel.phone_got())


def _answered(texts: int) -> bool:
    while queries.anything_came_in():
        service.answer_waiting()
    return len(_states()) == texts


def _states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMessage.state)))


def test_the_addresses_are_guarded_and_take_calls(databases: TestDatabases) -> None:
    settings = KANNEL | {
        "CATAT_HTTP_SEND_URL": "http://127.0.0.1:9/",
        "CATAT_HTTP_CALL_FIELDS": "id=id,from=caller",
    }
    with databases.fresh("sqlite", **settings) as app, app.app_context():
        _takes_calls(app)
        db.session.remove()


def _takes_calls(app: Flask) -> None:
    client = app.test_client()
    for address in ("inbound", "status", "call"):
        assert client.post(f"/sms/{address}/http").status_code == 403
        assert client.post(f"/sms/{address}/twilio").status_code == 404
    assert client.get("/sms/status/http").status_code == 403
    for _ in range(3):
        assert (
            client.post(f"/sms/call/http?token={TOKEN}", data={"id": "c1", "caller": PHONE}).status_code
            == 200
        )
    assert client.post(f"/sms/call/http?token={TOKEN}").status_code == 200
    assert service.answer_waiting() == 1
    assert len(_states()) == 1
