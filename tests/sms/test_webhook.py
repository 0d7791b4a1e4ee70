"""Webhooks: signed or refused, answered at once, the same one five times is one."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from twilio.request_validator import RequestValidator

from sms import service
from sms.models import Inbound, Phone
from tests.databases import TestDatabases
from tests.sms.conftest import PHONE
from webapp.shared import outbox
from webapp.shared.db import db, new_id, transaction

PUBLIC, TOKEN = "https://sensus.example", "a-secret-token"
SETTINGS = {
    "CATAT_PUBLIC_URL": PUBLIC,
    "CATAT_SMS_GATEWAYS": "console,twilio",
    "CATAT_TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "CATAT_TWILIO_AUTH_TOKEN": TOKEN,
    "CATAT_TWILIO_FROM": "+15005550006",
}
BODIES = ["", "x" * 1000, "\N{THUMBS UP SIGN}", "\u200b", "\x00", "9" * 1600, "\u0663\u0663", "\ufffd"]


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, databases: TestDatabases) -> Iterator[Flask]:
    with databases.fresh(request.param, **SETTINGS) as made, made.app_context():
        yield made
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def post(
    client: FlaskClient, path: str, form: dict[str, str], signature: str | None = None
) -> tuple[int, str]:
    signed = (
        RequestValidator(TOKEN).compute_signature(PUBLIC + path, form) if signature is None else signature
    )
    answer = client.post(path, data=form, headers={"X-Twilio-Signature": signed})
    db.session.rollback()
    return answer.status_code, answer.get_data(as_text=True)


def text(body: str = "BANTU", message_id: str = "SM1", **more: str) -> dict[str, str]:
    return {"MessageSid": message_id, "From": PHONE, "To": "+15005550006", "Body": body} | more


def count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def answered() -> int:
    """Work what waits, as the process beside the web server does; how many replies there are."""
    service.answer_waiting()
    db.session.rollback()
    return count(outbox.OutboxMessage)


def test_a_signed_text_is_taken_and_answered_with_empty_twiml(client: FlaskClient) -> None:
    status, body = post(client, "/sms/inbound/twilio", text())
    assert (status, body) == (200, '<?xml version="1.0" encoding="UTF-8"?><Response/>')
    assert (count(Inbound), count(outbox.OutboxMessage)) == (1, 0), "the conversation is worked elsewhere"
    assert answered() == 1


def test_the_same_webhook_five_times_is_one_text(client: FlaskClient) -> None:
    assert {post(client, "/sms/inbound/twilio", text())[0] for _ in range(5)} == {200}
    assert (count(Inbound), answered()) == (1, 1)


@pytest.mark.parametrize("signature", ["", "AAAA", "\x7f", "x" * 5000])
def test_a_forged_webhook_is_refused_and_leaves_nothing(client: FlaskClient, signature: str) -> None:
    assert post(client, "/sms/inbound/twilio", text(), signature)[0] == 403
    assert count(Inbound) == 0


def test_a_signature_of_other_fields_or_another_address_is_refused(client: FlaskClient) -> None:
    signed = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/sms/inbound/twilio", text())
    assert post(client, "/sms/inbound/twilio", text("STOP"), signed)[0] == 403
    assert post(client, "/sms/inbound/twilio", text(Extra="1"), signed)[0] == 403
    assert post(client, "/sms/inbound/twilio?x=1", text(), signed)[0] == 403
    assert count(Inbound) == 0


def test_a_gateway_that_is_not_enabled_is_not_there(client: FlaskClient) -> None:
    for path in ("/sms/inbound/gammu", "/sms/status/http", "/sms/inbound/x", "/sms/status/.."):
        assert client.post(path, data=text()).status_code in {404, 405}
    assert client.post("/sms/inbound/console", data=text()).status_code == 403


@pytest.mark.parametrize("body", BODIES)
def test_any_body_is_taken(client: FlaskClient, body: str) -> None:
    assert post(client, "/sms/inbound/twilio", text(body))[0] == 200
    assert answered() == 1


def test_unknown_and_missing_fields_do_not_matter(client: FlaskClient) -> None:
    assert post(client, "/sms/inbound/twilio", text(NumMedia="0", ApiVersion="2010-04-01", New="1"))[0] == 200
    assert post(client, "/sms/inbound/twilio", {"AccountSid": "AC1"})[0] == 200
    assert post(client, "/sms/inbound/twilio", {"From": PHONE})[0] == 200
    assert count(Inbound) == 2


def test_a_call_is_rejected_and_kept_once(client: FlaskClient) -> None:
    form = {"CallSid": "CA1", "From": PHONE, "To": "+15005550006", "CallStatus": "ringing"}
    for _ in range(3):
        status, body = post(client, "/sms/call/twilio", form)
        assert (status, "<Reject/>" in body) == (200, True)
    assert post(client, "/sms/call/twilio", form, "AAAA")[0] == 403
    assert client.post("/sms/call/gammu", data=form).status_code == 404
    assert (count(Inbound), answered()) == (1, 1)


def test_a_stop_that_twilio_has_answered_is_heeded_in_silence(client: FlaskClient) -> None:
    assert post(client, "/sms/inbound/twilio", text("UNSUBSCRIBE", OptOutType="STOP"))[0] == 200
    assert answered() == 0
    assert db.session.scalars(select(Phone.opted_out_at)).one() is not None
    assert post(client, "/sms/inbound/twilio", text("UNSTOP", "SM2", OptOutType="START"))[0] == 200
    assert answered() == 0
    assert db.session.scalars(select(Phone.opted_out_at)).one() is None


def test_bytes_that_are_no_form_are_refused_not_fatal(client: FlaskClient) -> None:
    form = "application/x-www-form-urlencoded"
    for data, kind in ((b"\xff\xfe\x00", form), (b"{", "application/json"), (b"x" * 300_000, "text/plain")):
        assert client.post("/sms/inbound/twilio", data=data, content_type=kind).status_code in {403, 413}


def test_reports_move_a_text_forward_only(client: FlaskClient) -> None:
    with transaction():
        message = outbox.enqueue("help", PHONE, {}, in_reply_to=new_id())
        db.session.query(outbox.OutboxMessage).update({"state": "ACCEPTED", "provider_ref": "SM9"})
    path = f"/sms/status/twilio?id={message}"
    for word in ("sent", "delivered", "failed", "sent", "strange"):
        assert post(client, path, {"MessageSid": "SM9", "MessageStatus": word})[0] == 204
    db.session.expire_all()
    assert db.session.get_one(outbox.OutboxMessage, message).state == "DELIVERED"


def test_a_report_about_nothing_is_taken_calmly(client: FlaskClient) -> None:
    form = {"MessageSid": "SM9", "MessageStatus": "delivered"}
    for query in (f"?id={new_id()}", "?id=x", "", "?id=%00"):
        assert post(client, f"/sms/status/twilio{query}", form)[0] in {204, 403}


def test_the_answer_comes_at_once(client: FlaskClient) -> None:
    post(client, "/sms/inbound/twilio", text(message_id="SM0"))
    started = time.perf_counter()
    post(client, "/sms/inbound/twilio", text("STATUS"))
    assert time.perf_counter() - started < 0.5
