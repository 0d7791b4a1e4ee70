"""Pages of the staff: who may open them, what they show."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.staff.conftest import SignedIn
from webapp.shared import audit
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, transaction
from webapp.staff import queries, rules, service
from webapp.staff.models import Account, Task


def test_a_stranger_is_sent_to_the_sign_in_page(demo_staff: Flask, client: FlaskClient) -> None:
    for address in ("/staff", "/staff/tasks", "/staff/audit", "/staff/accounts"):
        answer = client.get(address)
        assert answer.status_code == 401
        assert "/staff/sign-in" in answer.text


def test_a_wrong_password_keeps_the_name_and_says_the_code(demo_staff: Flask, client: FlaskClient) -> None:
    answer = client.post("/staff/sign-in", data={"username": "admin", "password": "nope"})
    assert answer.status_code == 422
    assert "701" in answer.text
    assert 'value="admin"' in answer.text
    assert "nope" not in answer.text


def without_the_input(text: str, typed: str) -> str:
    """The page but for what was typed and the address, which the language links repeat."""
    return text.replace(typed, "TYPED")


def test_unknown_and_known_names_get_the_same_page(demo_staff: Flask, client: FlaskClient) -> None:
    pages = [
        without_the_input(
            client.post("/staff/sign-in", data={"username": name, "password": "nope"}).text, name
        )
        for name in ("koordinator.cepu", "nobody.at.all")
    ]
    assert pages[0] == pages[1]


def test_too_many_tries_are_told_to_wait(demo_staff: Flask, client: FlaskClient) -> None:
    answers = [client.post("/staff/sign-in", data={"username": "admin", "password": "nope"}).status_code
               for _ in range(rules.TRIES_PER_ACCOUNT + 1)]  # fmt: skip
    assert answers[-2:] == [422, 429]


@pytest.mark.parametrize("typed", [{}, {"username": "x" * 300, "password": "y"}, {"username": "a\x00", "password": ""},
                                   {"username": "😀<b>", "password": "z" * 5000}])  # fmt: skip
def test_odd_input_is_refused_kindly(demo_staff: Flask, client: FlaskClient, typed: dict[str, str]) -> None:
    assert client.post("/staff/sign-in", data=typed).status_code == 422


def test_signing_out_ends_the_session(signed_in: SignedIn) -> None:
    browser = signed_in("admin")
    assert browser.get("/staff").status_code == 200
    assert browser.post("/staff/sign-out").headers["Location"] == "/staff/sign-in"
    assert browser.get("/staff").status_code == 401


def test_only_the_administrator_reads_the_record_and_that_is_recorded(signed_in: SignedIn) -> None:
    assert signed_in("koordinator.cepu").get("/staff/audit").status_code == 403
    answer = signed_in("admin").get("/staff/audit?by=koordinator.cepu")
    assert answer.status_code == 200
    assert "denied" in answer.text
    reads = db.session.scalars(select(audit.AuditRow).where(audit.AuditRow.action == "audit read")).all()
    assert [(row.by, "koordinator.cepu" in row.detail) for row in reads] == [("admin", True)]


@pytest.mark.parametrize(
    "query", ["day=nonsense", "before=x~y", "before=2026-01-01T00:00:00~" + "0" * 32, "by=%00"]
)
def test_a_broken_filter_of_the_record_does_no_harm(signed_in: SignedIn, query: str) -> None:
    assert signed_in("admin").get(f"/staff/audit?{query}").status_code == 200


def test_the_record_is_paged_without_gaps(signed_in: SignedIn) -> None:
    with transaction():
        for n in range(60):
            audit.record("test", f"area {n:03}", by="tester")
    browser = signed_in("admin")
    first = browser.get("/staff/audit?action=test").text
    older = first.split('href="/staff/audit?')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(f"/staff/audit?{older}").text
    shown = [n for n in range(60) if (f"area {n:03}" in first) != (f"area {n:03}" in second)]
    assert shown == list(range(60))


def test_the_officer_page_tells_number_name_area_and_validity_and_nothing_more(
    demo_staff: Flask, client: FlaskClient
) -> None:
    account = queries.account_named("petugas.cepu.1")
    assert account is not None
    answer = client.get(f"/officer/{account.officer_number}")
    assert answer.status_code == 200
    assert account.name in answer.text
    assert "Kec. Cepu" in answer.text
    assert account.username not in answer.text
    assert client.get("/officer/P-0000001").status_code == 404
    assert client.get("/officer/<script>").status_code == 404


def test_a_disabled_officer_is_as_unknown_as_a_made_up_one(demo_staff: Flask, client: FlaskClient) -> None:
    account = queries.account_named("petugas.cepu.1")
    assert account is not None
    service.set_active(account.id, active=False)
    pages = [client.get(f"/officer/{number}") for number in ("P-0000001", account.officer_number)]
    assert [page.status_code for page in pages] == [404, 404]
    assert without_the_input(pages[1].text, account.officer_number) == without_the_input(
        pages[0].text, "P-0000001"
    )


def identity(username: str) -> StaffIdentity:
    found = queries.identity(queries.account_named(username).id)  # type: ignore[union-attr]
    assert found is not None
    return found


def test_tasks_are_seen_by_their_area_and_by_nobody_else(signed_in: SignedIn) -> None:
    subject = uuid4()
    for _ in range(2):  # the second is none
        service.open_task("unmatched", "33.16.05.2001", subject, "nowhere.at_all")
    assert len(queries.open_tasks(identity("koordinator.cepu"))) == 1
    assert queries.count_open_tasks(identity("admin")) == 1
    assert queries.open_tasks(identity("koordinator.jati")) == []
    task = db.session.scalars(select(Task)).one()
    stranger, owner = signed_in("koordinator.jati"), signed_in("koordinator.cepu")
    assert stranger.post(f"/staff/tasks/{task.id}/done").status_code == 404
    assert "cocokkan" in owner.get("/staff/tasks").text
    assert owner.post(f"/staff/tasks/{task.id}/done").status_code == 303
    assert queries.count_open_tasks(identity("admin")) == 0
    service.open_task("unmatched", "33.16.05.2001", subject, "nowhere.at_all")
    assert queries.count_open_tasks(identity("admin")) == 1


def test_the_administrator_disables_an_account_but_never_his_own(signed_in: SignedIn) -> None:
    browser, other, own = (
        signed_in("admin"),
        queries.account_named("petugas.jati.2"),
        queries.account_named("admin"),
    )
    assert other is not None
    assert own is not None
    for account in (other, own):
        assert browser.post(f"/staff/accounts/{account.id}/active", data={"active": "0"}).status_code == 303
    active = dict(db.session.execute(select(Account.username, Account.active)).all())
    assert (active["petugas.jati.2"], active["admin"]) == (False, True)
    assert browser.get("/staff/accounts").status_code == 200
    assert browser.post(f"/staff/accounts/{uuid4()}/active", data={"active": "0"}).status_code == 404


def test_a_button_pressed_from_elsewhere_changes_nothing(signed_in: SignedIn) -> None:
    browser, account = signed_in("admin"), queries.account_named("petugas.jati.2")
    assert account is not None
    answer = browser.post(f"/staff/accounts/{account.id}/active", data={"active": "0"},
                          headers={"Sec-Fetch-Site": "cross-site"})  # fmt: skip
    assert answer.status_code == 403
    assert db.session.scalar(select(Account.active).where(Account.id == account.id)) is True


def test_the_sample_command_prints_one_sign_in_a_role_that_works(demo_staff: Flask) -> None:
    done = demo_staff.test_cli_runner().invoke(args=["staff", "sample", "--json"])
    rows = json.loads(done.stdout)
    assert [row["role"] for row in rows] == ["administrator", "coordinator", "enumerator"]
    assert all(
        set(row) == {"username", "password", "totp_secret", "role", "area_code", "sign_in_url"}
        for row in rows
    )
    for row in rows:
        assert service.sign_in(row["username"], row["password"], "10.0.0.1").role == row["role"]


def test_create_prints_a_password_that_works_and_refuses_what_cannot_be(demo_staff: Flask) -> None:
    run = demo_staff.test_cli_runner().invoke
    made = run(
        args=["staff", "create", "wati.k", "--name", "Wati", "--role", "coordinator", "--area", "33.16.01"]
    )
    username, number, password = made.stdout.split()
    assert rules.officer_number(number) == number
    assert service.sign_in(username, password, "10.0.0.1").name == "Wati"
    for wrong in (["wati.k"], ["Q!"], ["wati.l", "--area", "99.99"], ["wati.m", "--role", "king"]):
        args = ["staff", "create", *wrong, "--name", "W"]
        args += [] if "--role" in wrong else ["--role", "coordinator"]
        assert run(args=[*args, "--area", "33.16.01"]).exit_code == 1
    assert run(args=["staff", "disable", "wati.k"]).exit_code == 0
    with pytest.raises(rules.SignInRefused):
        service.sign_in(username, password, "10.0.0.1")
