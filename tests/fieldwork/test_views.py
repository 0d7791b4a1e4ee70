"""The pages of field work: owner, colleague, stranger; masked lists; the whole afternoon of an officer."""

from __future__ import annotations

import json
import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.fieldwork.conftest import MakeFamily, SignedIn, another_officer, open_tasks, stop_of
from tests.visits.conftest import TUESDAY, MakeOffer, state_of
from webapp.fieldwork import queries
from webapp.households import service as households
from webapp.shared import audit
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db
from webapp.visits import service as visits


def audited(action: str) -> list[audit.AuditRow]:
    db.session.rollback()
    return list(db.session.scalars(select(audit.AuditRow).where(audit.AuditRow.action == action)))


def test_a_stranger_is_asked_to_sign_in(ready: Flask, client: FlaskClient) -> None:
    for path in ("/fieldwork/today", "/fieldwork/day-list", "/coverage/33.16.05", "/visits/offers",
                 "/visits/bookings", f"/fieldwork/doors/{uuid4()}", f"/fieldwork/cases/{uuid4()}"):  # fmt: skip
        assert client.get(path).status_code == 401, path


def test_owner_colleague_and_stranger_at_a_door(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn, client: FlaskClient
) -> None:
    page, post = f"/fieldwork/doors/{registered}", {"outcome": "moved", "client_id": str(uuid4())}
    assert client.post(page, data=post).status_code == 401
    colleague = signed_in(another_officer())
    assert [colleague.get(page).status_code, colleague.post(page, data=post).status_code,
            colleague.post(page + "/interview").status_code] == [403, 403, 403]  # fmt: skip
    assert state_of(registered) == "expected"
    owner = signed_in(officer.username)
    shown = owner.get(page)
    assert shown.status_code == 200
    assert "Sumirah" in shown.text
    assert "geo:-7.1,111.5" in shown.text
    assert [(row.subject, row.reason, row.by) for row in audited("door read")] == [
        (str(registered), "door", officer.username)
    ]
    assert owner.post(page, data=post).status_code == 303
    assert state_of(registered) == "ineligible"


def test_coordinators_see_their_own_sub_district_only(registered: UUID, signed_in: SignedIn) -> None:
    owner, colleague = signed_in("koordinator.cepu"), signed_in("koordinator.jati")
    for path in ("/coverage/33.16.05", "/fieldwork/day-list?area=33.16.05", "/visits/offers?area=33.16.05",
                 "/visits/bookings?area=33.16.05", f"/fieldwork/cases/{registered}"):  # fmt: skip
        assert (owner.get(path).status_code, colleague.get(path).status_code) == (200, 403), path
    assert colleague.get("/coverage/33.16").status_code == 403
    assert signed_in("admin").get("/coverage/33.16").status_code == 200
    assert owner.get("/fieldwork/today").status_code == 403
    assert signed_in("petugas.cepu.1").get("/coverage/33.16.05").status_code == 403


def test_lists_mask_names_and_hold_no_number(
    registered: UUID, officer: StaffIdentity, offer: MakeOffer, signed_in: SignedIn
) -> None:
    text = signed_in(officer.username).get("/fieldwork/today").text
    assert "S······" in text
    assert "Dukuh Krajan No. 7" in text
    visits.book(registered, offer(), "sms")
    coming = signed_in(officer.username).get("/fieldwork/today").text.split('id="coming"')[1]
    assert "Selasa, 4 Juni, 08.00-11.00" in coming
    assert f"/fieldwork/doors/{registered}" in coming
    paper = signed_in("koordinator.cepu").get(f"/fieldwork/day-list?day={TUESDAY}").text
    assert "S······" in paper
    assert officer.name in paper
    for page in (text, paper):
        for secret in ("Sumirah", "3316994101600001", "3316990101100001", "+6286000000001", "6286"):
            assert secret not in page
    assert {row.reason for row in audited("list read")} == {"today", "day list"}


def test_two_taps_and_a_repeated_post(registered: UUID, officer: StaffIdentity, signed_in: SignedIn) -> None:
    browser = signed_in(officer.username)
    page = browser.get(f"/fieldwork/doors/{registered}").text
    client_id = re.search(r'name="client_id" value="([^"]+)"', page)
    assert client_id is not None
    post = {"outcome": "not_at_home", "client_id": client_id[1], "note": "Anjing di samping"}
    for _ in range(10):
        answer = browser.post(f"/fieldwork/doors/{registered}", data=post)
        assert answer.headers["Location"].startswith("/fieldwork/today?saved=not_at_home")
    assert len(queries.attempts_of(registered)) == 1
    assert "Tersimpan" in browser.get(answer.headers["Location"]).text
    assert "Anjing di samping" in browser.get(f"/fieldwork/doors/{registered}").text


@pytest.mark.parametrize("post", [{}, {"outcome": "burnt"}, {"outcome": "moved", "note": "x" * 301},
                                  {"outcome": "moved\x00", "client_id": "y"}])  # fmt: skip
def test_odd_outcomes_are_refused_and_what_was_typed_is_still_there(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn, post: dict[str, str]
) -> None:
    answer = signed_in(officer.username).post(f"/fieldwork/doors/{registered}", data=post)
    assert answer.status_code == 422
    assert post.get("note", "") in answer.text
    assert queries.attempts_of(registered) == []


def test_an_unknown_door_is_404(ready: Flask, signed_in: SignedIn) -> None:
    browser = signed_in("petugas.cepu.1")
    assert browser.get(f"/fieldwork/doors/{uuid4()}").status_code == 404
    assert browser.get("/fieldwork/doors/nonsense").status_code == 404


def test_an_interview_opens_the_questions_on_the_officers_seat(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn
) -> None:
    browser = signed_in(officer.username)
    answer = browser.post(f"/fieldwork/doors/{registered}/interview")
    assert answer.status_code == 303
    assert browser.get(answer.headers["Location"]).status_code == 200
    assert state_of(registered) == "begun"
    again = browser.get("/fieldwork/today").text
    assert "sudah mulai mengisi sendiri" not in again  # it was the officer who began


def test_a_family_counted_meanwhile_is_not_interviewed(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn
) -> None:
    browser = signed_in(officer.username)
    households.record_event(registered, "submitted", "web")
    assert "sudah tercatat" in browser.get(f"/fieldwork/doors/{registered}").text
    assert browser.post(f"/fieldwork/doors/{registered}/interview").status_code == 409
    assert "S······" not in browser.get("/fieldwork/today").text


def test_the_desk_says_it_in_a_sentence_with_denominators(
    registered: UUID, family: MakeFamily, offer: MakeOffer, signed_in: SignedIn
) -> None:
    visits.book(registered, offer(), "sms")
    family()
    text = re.sub(r"<[^>]+>", "", signed_in("koordinator.cepu").get("/coverage/33.16.05").text)
    assert "0 dari 1 keluarga di Cepu tercatat" in text
    assert "0 kunjungan hari ini, 1 besok" in text
    assert "1 keluarga di luar register" in text


def test_a_case_shows_what_is_known_and_its_visit_can_be_given_to_somebody(
    registered: UUID, offer: MakeOffer, officer: StaffIdentity, signed_in: SignedIn
) -> None:
    visits.book(registered, offer(), "web")
    browser = signed_in("koordinator.cepu")
    assert "Sumirah" in browser.get(f"/fieldwork/cases/{registered}").text
    assert len(audited("door read")) == 1
    answer = browser.post(f"/fieldwork/cases/{registered}/assign", data={"enumerator": "nonsense"})
    assert answer.status_code == 422
    assert (
        browser.post(
            f"/fieldwork/cases/{registered}/assign", data={"enumerator": str(officer.id)}
        ).status_code
        == 303
    )
    assert stop_of(registered) == ("planned", officer.id)
    assert open_tasks() == []


def test_the_command_prints_the_day_without_names(registered: UUID, offer: MakeOffer, ready: Flask) -> None:
    visits.book(registered, offer(), "sms")
    args = ["fieldwork", "day-list", "--area", "33.16.05", "--day", TUESDAY.isoformat()]
    run = ready.test_cli_runner().invoke
    rows = json.loads(run(args=[*args, "--json"]).stdout)
    assert [(row["window"], row["channel"], row["household_id"]) for row in rows] == [
        ("morning", "sms", str(registered))
    ]
    assert "Sumirah" not in run(args=args).stdout
