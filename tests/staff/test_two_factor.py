"""The second factor: what a code opens, once, and what the password alone does not."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.staff.conftest import SignedIn
from webapp.shared import clock
from webapp.shared.audit import AuditRow
from webapp.shared.db import db
from webapp.staff import queries, rules, service
from webapp.staff.models import Account, SecondFactor

NAME = "koordinator.cepu"
LATER = timedelta(seconds=90)


def account() -> Account:
    found = queries.account_named(NAME)
    assert found is not None
    return found


def code_of(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


def set_up() -> tuple[str, list[str]]:
    """Secret and recovery codes of a factor that was set up a while ago."""
    secret = service.begin_set_up(account().id)
    with clock.shifted(-LATER):
        return secret, service.confirm(account().id, code_of(secret))


def give_password(client: FlaskClient, username: str = NAME) -> str:
    answer = client.post("/staff/sign-in", data={"username": username, "password": rules.DEMO_PASSWORD})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


@pytest.fixture
def strict(demo_staff: Flask) -> Flask:
    demo_staff.config["CATAT"] = replace(demo_staff.config["CATAT"], staff_two_factor="required")
    return demo_staff


def test_the_password_alone_opens_nothing_once_there_is_a_second_factor(
    demo_staff: Flask, client: FlaskClient
) -> None:
    secret, _codes = set_up()
    assert give_password(client) == "/staff/code"
    for path in ("/staff", "/staff/tasks", "/fieldwork/roster"):
        assert client.get(path).status_code == 401
    assert client.get("/staff/two-factor").headers["Location"] == "/staff/sign-in"
    assert client.post("/staff/two-factor", data={"code": code_of(secret)}).status_code == 303
    assert client.get("/staff/tasks").status_code == 401
    assert client.post("/staff/code", data={"code": code_of(secret)}).headers["Location"] == "/staff"
    assert client.get("/staff/tasks").status_code == 200


def test_a_code_opens_once(demo_staff: Flask) -> None:
    secret, _codes = set_up()
    code = code_of(secret)
    service.check_code(account().id, code)
    with pytest.raises(rules.CodeRefused):
        service.check_code(account().id, code)


def test_an_older_code_is_refused_after_a_newer_one(demo_staff: Flask) -> None:
    secret, _codes = set_up()
    with clock.shifted(timedelta(seconds=30)):
        newer = code_of(secret)
    service.check_code(account().id, newer)
    with pytest.raises(rules.CodeRefused):
        service.check_code(account().id, code_of(secret))


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-90, False), (-30, True), (0, True), (30, True), (90, False)]
)
def test_a_telephone_may_be_half_a_minute_off_and_not_more(
    demo_staff: Flask, seconds: int, taken: bool
) -> None:
    secret = service.begin_set_up(account().id)
    with clock.shifted(timedelta(seconds=seconds)):
        code = code_of(secret)
    if taken:
        service.check_code(account().id, code)
    else:
        with pytest.raises(rules.CodeRefused):
            service.check_code(account().id, code)


def test_a_recovery_code_opens_once_however_it_is_typed(demo_staff: Flask, client: FlaskClient) -> None:
    _secret, codes = set_up()
    assert len(set(codes)) == rules.RECOVERY_CODES
    give_password(client)
    assert client.post("/staff/code", data={"code": f" {codes[0].upper()} "}).headers["Location"] == "/staff"
    assert queries.recovery_codes_left(account().id) == rules.RECOVERY_CODES - 1
    with pytest.raises(rules.CodeRefused):
        service.check_code(account().id, codes[0])
    used = db.session.scalars(select(AuditRow).where(AuditRow.action == "recovery code used")).all()
    assert [codes[0] in f"{row.subject}{row.detail}" for row in used] == [False]


def test_nobody_uses_the_recovery_code_of_somebody_else(demo_staff: Flask) -> None:
    _secret, codes = set_up()
    other = queries.account_named("admin")
    assert other is not None
    with pytest.raises(rules.CodeRefused):
        service.check_code(other.id, codes[0])


def test_guessing_is_stopped_but_the_paper_still_opens_and_nobody_is_locked_out(demo_staff: Flask) -> None:
    secret, codes = set_up()
    wrong = "000000" if code_of(secret) != "000000" else "000001"
    for _ in range(rules.CODE_TRIES):
        with pytest.raises(rules.CodeRefused):
            service.check_code(account().id, wrong)
    with pytest.raises(rules.CodesBlocked):
        service.check_code(account().id, code_of(secret))
    service.check_code(account().id, codes[3])
    with clock.shifted(timedelta(seconds=rules.CODE_WINDOW_S + 1)):
        service.check_code(account().id, code_of(secret))


def test_right_codes_are_not_counted(demo_staff: Flask) -> None:
    secret, _codes = set_up()
    for n in range(rules.CODE_TRIES + 2):
        with clock.shifted(timedelta(seconds=30 * n)):
            service.check_code(account().id, code_of(secret))


def test_where_it_is_required_the_first_sign_in_leads_to_the_set_up_and_nowhere_else(
    strict: Flask, client: FlaskClient
) -> None:
    assert give_password(client) == "/staff/two-factor"
    assert client.get("/staff/tasks").status_code == 401
    assert client.get("/staff/code").headers["Location"] == "/staff/sign-in", "there is no code to give yet"
    assert client.post("/staff/code", data={"code": "123456"}).headers["Location"] == "/staff/sign-in"
    page = client.get("/staff/two-factor").text
    found = re.search(r'class="number">([A-Z2-7-]+)<', page)
    assert found is not None
    secret = found[1].replace("-", "")
    assert f"secret={secret}" in page
    assert "otpauth://totp/" in page
    wrong = client.post("/staff/two-factor", data={"code": "12345"})
    assert (wrong.status_code, secret in wrong.text.replace("-", "")) == (422, True)
    done = client.post("/staff/two-factor", data={"code": code_of(secret)})
    codes = re.findall(r"<b class=\"number\">([a-z2-9]{5}-[a-z2-9]{5})<", done.text)
    assert len(codes) == rules.RECOVERY_CODES
    assert client.get("/staff/tasks").status_code == 200
    assert codes[0] not in client.get("/staff/two-factor").text


def test_an_observer_sees_no_personal_data_and_needs_no_code(strict: Flask, client: FlaskClient) -> None:
    service.create_account("dewi", "Dewi", "observer", ["33.16"], rules.DEMO_PASSWORD)
    assert give_password(client, "dewi") == "/staff"


def test_the_demo_lets_everybody_in_by_password_and_offers_the_code(signed_in: SignedIn) -> None:
    browser = signed_in(NAME)
    assert "otpauth://totp/" in browser.get("/staff/two-factor").text
    assert give_password(browser) == "/staff", "a set-up that was only looked at asks for nothing"


def test_a_stranger_gets_neither_the_code_page_nor_the_set_up(demo_staff: Flask, client: FlaskClient) -> None:
    for path in ("/staff/code", "/staff/two-factor"):
        assert client.get(path).headers["Location"] == "/staff/sign-in"
        assert client.post(path, data={"code": "123456"}).headers["Location"] == "/staff/sign-in"
    assert db.session.scalars(select(SecondFactor)).all() == []


def test_the_half_open_door_closes_for_a_disabled_account(demo_staff: Flask, client: FlaskClient) -> None:
    secret, _codes = set_up()
    give_password(client)
    service.set_active(account().id, active=False)
    assert client.post("/staff/code", data={"code": code_of(secret)}).headers["Location"] == "/staff/sign-in"


def test_the_administrator_removes_the_factor_of_a_lost_phone_and_a_coordinator_does_not(
    signed_in: SignedIn,
) -> None:
    set_up()
    assert (
        signed_in("koordinator.jati").post(f"/staff/accounts/{account().id}/forget-phone").status_code == 403
    )
    assert queries.has_second_factor(account().id)
    assert signed_in("admin").post(f"/staff/accounts/{account().id}/forget-phone").status_code == 303
    assert not queries.has_second_factor(account().id)
    assert queries.recovery_codes_left(account().id) == 0


def test_the_sample_command_prints_a_secret_that_works_where_there_is_one(demo_staff: Flask) -> None:
    set_up()
    rows = json.loads(demo_staff.test_cli_runner().invoke(args=["staff", "sample", "--json"]).stdout)
    secrets = {row["username"]: row["totp_secret"] for row in rows}
    assert secrets["admin"] == ""
    service.check_code(account().id, code_of(secrets[NAME]))
    assert demo_staff.test_cli_runner().invoke(args=["staff", "forget-phone", NAME]).exit_code == 0
    assert not queries.has_second_factor(account().id)


def test_the_secret_is_sealed_in_the_database(demo_staff: Flask) -> None:
    secret, _codes = set_up()
    sealed = db.session.scalars(select(SecondFactor.secret_sealed)).one()
    assert secret.encode() not in sealed
