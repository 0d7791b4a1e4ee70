"""Outcomes from phones without signal: sealed, taken once each, settled by the table, kept when not hers any more."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.fieldwork.conftest import SignedIn, another_officer, open_tasks
from tests.visits.conftest import MONDAY_NOON, state_of
from webapp.fieldwork import queries
from webapp.fieldwork.models import PhoneReport
from webapp.households import service as households
from webapp.shared import clock, phone_seal, sealing
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db
from webapp.staff import queries as staff


def sealed(who: UUID, outcome: str, at: datetime, note: str = "", client_id: str = "") -> dict[str, str]:
    """As static/fieldwork.js seals it."""
    client_id = client_id or str(uuid4())
    told = {"household": str(who), "outcome": outcome, "note": note, "device_at": at.isoformat()}
    blob = phone_seal.seal_report(client_id, json.dumps(told).encode(), b"n" * 12)
    return {"client_id": client_id, "sealed": base64.b64encode(blob).decode()}


def send(browser: FlaskClient, me: StaffIdentity, *reports: dict[str, str], ahead: int = 0) -> Any:
    sent_at = (clock.now() + timedelta(seconds=ahead)).isoformat()
    return browser.post(
        "/fieldwork/reports", json={"owner": str(me.id), "sent_at": sent_at, "reports": reports}
    )


def rows() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(PhoneReport)).scalar_one()


def test_the_same_outcome_sent_ten_times_is_one(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn
) -> None:
    browser, one = signed_in(officer.username), sealed(registered, "not_at_home", MONDAY_NOON, "Anjing")
    for _ in range(10):
        assert send(browser, officer, one).json["reports"] == [
            {"client_id": one["client_id"], "verdict": "apply"}
        ]
    assert rows() == len(queries.attempts_of(registered)) == 1
    assert "Anjing" in browser.get(f"/fieldwork/doors/{registered}").text


def test_both_clocks_are_kept_and_one_that_is_off_is_said(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn
) -> None:
    browser, ahead = signed_in(officer.username), 7200
    at = MONDAY_NOON + timedelta(seconds=ahead - 600)  # ten minutes ago, by a clock two hours ahead
    answer = send(browser, officer, sealed(registered, "not_at_home", at), ahead=ahead)
    assert answer.json["clock_off_s"] == ahead
    row = db.session.scalars(select(PhoneReport)).one()
    assert (row.device_at, row.received_at, row.clock_off_s) == (at, MONDAY_NOON, ahead)
    assert queries.attempts_of(registered)[0].at == MONDAY_NOON - timedelta(minutes=10)
    assert "Jam HP meleset 120 menit" in browser.get("/fieldwork/today").text


def test_a_family_that_answered_meanwhile_stays_counted_and_both_are_shown(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn
) -> None:
    households.record_event(registered, "submitted", "web")
    browser, earlier = signed_in(officer.username), MONDAY_NOON - timedelta(hours=1)
    kept, held = sealed(registered, "refused_hard", earlier), sealed(registered, "moved", earlier)
    verdicts = [one["verdict"] for one in send(browser, officer, kept, held).json["reports"]]
    assert verdicts == ["keep", "hold"]
    assert state_of(registered) == "complete"
    assert [one.outcome for one in queries.attempts_of(registered)] == ["refused_hard"]
    assert open_tasks() == ["held_report"]
    shown = browser.get("/fieldwork/today").text
    assert "2 hasil dari HP perlu dilihat" in shown
    case = signed_in("koordinator.cepu").get(f"/fieldwork/cases/{registered}").text
    assert "Bertentangan: putuskan" in case
    assert "sudah pindah" in case


def test_an_outcome_for_a_door_no_longer_hers_is_kept_and_shown(
    registered: UUID, signed_in: SignedIn
) -> None:
    account = staff.account_named(another_officer())
    assert account is not None
    browser = signed_in(another_officer())
    me = next(one for one in staff.enumerators_of("33.16.01.2001") if one.username == another_officer())
    answer = send(browser, me, sealed(registered, "refused_hard", MONDAY_NOON, "Jangan datang"))
    assert answer.json["reports"][0]["verdict"] == "hold"
    assert state_of(registered) == "expected"
    assert queries.attempts_of(registered) == []
    assert open_tasks() == ["held_report"]
    assert "Jangan datang" in signed_in("koordinator.cepu").get(f"/fieldwork/cases/{registered}").text


@pytest.mark.parametrize("change", [{"sealed": "AA=="}, {"sealed": "%"}, {"client_id": str(uuid4())}])
def test_what_was_changed_on_the_way_is_refused_and_stays_on_the_phone(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn, change: dict[str, str]
) -> None:
    one = sealed(registered, "moved", MONDAY_NOON) | change
    answer = send(signed_in(officer.username), officer, one).json["reports"][0]
    assert "tidak dapat dibaca" in answer["refused"]
    assert rows() == 0
    assert state_of(registered) == "expected"


def test_odd_outcomes_are_refused_in_words_beside_good_ones(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn
) -> None:
    told = send(signed_in(officer.username), officer, sealed(registered, "burnt", MONDAY_NOON),
                sealed(uuid4(), "moved", MONDAY_NOON), sealed(registered, "letter", MONDAY_NOON, "x" * 301),
                sealed(registered, "letter", MONDAY_NOON)).json["reports"]  # fmt: skip
    assert ["refused" in one for one in told] == [True, True, True, False]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"owner":"x","sent_at":"soon","reports":[]}', b'{"owner":1}'])
def test_what_is_no_sending_is_refused(officer: StaffIdentity, signed_in: SignedIn, body: bytes) -> None:
    browser = signed_in(officer.username)
    answer = browser.post("/fieldwork/reports", data=body, content_type="application/json")
    assert answer.status_code == 422


def test_what_one_recorded_is_not_sent_in_anothers_name(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn
) -> None:
    answer = send(signed_in(another_officer()), officer, sealed(registered, "moved", MONDAY_NOON))
    assert answer.status_code == 409
    assert rows() == 0


def test_the_list_names_nobody_and_is_given_to_enumerators_only(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn, client: FlaskClient
) -> None:
    assert client.get("/fieldwork/phone-list").status_code == 401
    assert signed_in("koordinator.cepu").get("/fieldwork/phone-list").status_code == 403
    browser = signed_in(officer.username)
    send(browser, officer, sealed(registered, "letter", MONDAY_NOON - timedelta(days=1), "Lewat kebun"))
    answer = browser.get("/fieldwork/phone-list")
    assert "Sumirah" not in answer.text
    door = answer.json["doors"][0]
    assert (door["id"], door["name"], door["notes"]) == (str(registered), "S······", ["Lewat kebun"])
    assert door["again"] == ["Selasa, 4 Juni", "08.00-11.00"]
    assert door["geo"] == [-7.1, 111.5]


def test_a_key_of_another_version_or_bytes_that_are_none_open_nothing(ready: Flask) -> None:
    for blob in (b"", b"\x09" + b"x" * 90, b"\x01" + b"\x04" + b"x" * 90):
        with pytest.raises(sealing.SealBroken):
            phone_seal.open_report("a", blob)


def test_the_worker_and_its_page_hold_nobodys_data(ready: Flask, client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert "/fieldwork/offline" in answer.text
    assert "worker-src 'self'" in client.get("/fieldwork/offline").headers["Content-Security-Policy"]
