"""Signing in: what opens, what does not, and how often one may try."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.databases import TestDatabases
from tests.staff.conftest import SignedIn
from webapp.places import service as places
from webapp.shared import audit, clock, sealing
from webapp.shared.db import db
from webapp.staff import queries, rules, service


def test_the_right_password_opens_the_account_whatever_the_case_of_the_name(demo_staff: Flask) -> None:
    account = service.sign_in(" Koordinator.Cepu ", rules.DEMO_PASSWORD, "10.0.0.1")
    assert (account.role, queries.identity(account.id).areas) == ("coordinator", ("33.16.05",))  # type: ignore[union-attr]


@pytest.mark.parametrize("username", ["koordinator.cepu", "nobody", "", "x" * 5000, "a\x00b", "' or 1=1"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(demo_staff: Flask, username: str) -> None:
    with pytest.raises(rules.SignInRefused):
        service.sign_in(username, "wrong", "10.0.0.1")


def test_known_and_unknown_names_cost_one_hash_each(
    demo_staff: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    real = sealing.slow_key
    monkeypatch.setattr(sealing, "slow_key", lambda *given: hashed.append("once") or real(*given))
    for username in ("koordinator.cepu", "nobody", "' or 1=1"):
        with pytest.raises(rules.SignInRefused):
            service.sign_in(username, "wrong", "10.0.0.1")
    assert len(hashed) == 3


def test_tries_are_counted_before_anything_is_hashed(
    demo_staff: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(rules.TRIES_PER_ACCOUNT):
        with pytest.raises(rules.SignInRefused):
            service.sign_in("admin", "wrong", "10.0.0.1")
    monkeypatch.setattr(sealing, "slow_key", None)
    with pytest.raises(rules.SignInBlocked):
        service.sign_in("admin", rules.DEMO_PASSWORD, "10.0.0.2")


def test_one_address_cannot_try_all_accounts(demo_staff: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "slow_key", lambda *_: bytes(32))
    monkeypatch.setattr(rules, "TRIES_PER_ADDRESS", 5)
    for n in range(5):
        with pytest.raises(rules.SignInRefused):
            service.sign_in(f"name{n}", "wrong", "10.0.0.1")
    with pytest.raises(rules.SignInBlocked):
        service.sign_in("admin", rules.DEMO_PASSWORD, "10.0.0.1")
    # another address is not blocked: it is told that the password is wrong
    with pytest.raises(rules.SignInRefused):
        service.sign_in("admin", "wrong", "10.0.0.2")


def test_honest_sign_ins_are_not_counted(demo_staff: Flask) -> None:
    for _ in range(rules.TRIES_PER_ACCOUNT + 2):
        assert service.sign_in("admin", rules.DEMO_PASSWORD, "10.0.0.1").username == "admin"


def test_after_the_window_one_may_try_again(demo_staff: Flask) -> None:
    for _ in range(rules.TRIES_PER_ACCOUNT):
        with pytest.raises(rules.SignInRefused):
            service.sign_in("admin", "wrong", "10.0.0.1")
    with clock.shifted(timedelta(seconds=rules.TRIES_WINDOW_S + 1)):
        assert service.sign_in("admin", rules.DEMO_PASSWORD, "10.0.0.1")


def test_a_disabled_account_is_out_at_its_next_request(signed_in: SignedIn) -> None:
    officer = signed_in("koordinator.cepu")
    assert officer.get("/staff/tasks").status_code == 200
    service.set_active(queries.account_named("koordinator.cepu").id, active=False)  # type: ignore[union-attr]
    assert officer.get("/staff/tasks").status_code == 401
    with pytest.raises(rules.SignInRefused):
        service.sign_in("koordinator.cepu", rules.DEMO_PASSWORD, "10.0.0.1")


def test_an_account_past_its_end_is_refused(demo_staff: Flask) -> None:
    account = queries.account_named("admin")
    assert account is not None
    with clock.shifted(timedelta(days=400)):
        assert queries.identity(account.id) is None
        with pytest.raises(rules.SignInRefused):
            service.sign_in("admin", rules.DEMO_PASSWORD, "10.0.0.1")


def test_a_new_password_ends_every_session_and_the_old_one_opens_nothing(signed_in: SignedIn) -> None:
    browser = signed_in("admin")
    account = queries.account_named("admin")
    assert account is not None
    service.set_password(account.id, "a-much-better-one")
    assert browser.get("/staff/audit").status_code == 401
    with pytest.raises(rules.SignInRefused):
        service.sign_in("admin", rules.DEMO_PASSWORD, "10.0.0.1")
    assert service.sign_in("admin", "a-much-better-one", "10.0.0.1")


def test_refused_and_good_sign_ins_are_on_record_without_what_was_typed(
    signed_in: SignedIn, client: object
) -> None:
    with pytest.raises(rules.SignInRefused):
        service.sign_in("my secret typed in the wrong field", "wrong", "10.0.0.1")
    signed_in("admin")
    rows = db.session.scalars(select(audit.AuditRow).where(audit.AuditRow.action.startswith("sign"))).all()
    assert {row.action for row in rows} == {"sign-in refused", "signed in"}
    assert all("secret" not in f"{row.subject}{row.detail}{row.by}" for row in rows)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_production_refuses_the_accounts_of_the_demo(
    databases: TestDatabases, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.fresh(kind) as app, app.app_context():
        places.load_reference()
        service.make_demo_staff()
        account = queries.account_named("admin")
        assert account is not None
        app.config["CATAT"] = databases.settings(
            "sqlite:///x", CATAT_PUBLIC_URL="https://catat.example"
        ).__class__(env="production", public_url="https://catat.example")
        assert queries.identity(account.id) is None
        with pytest.raises(rules.SignInRefused):
            service.sign_in("admin", rules.DEMO_PASSWORD, "10.0.0.1")
        with pytest.raises(rules.DemoAccountsInProduction):
            service.refuse_demo_accounts()
        assert service.make_demo_staff() == 0
        db.session.remove()


def test_the_demo_staff_is_made_quickly_and_once(demo_staff: Flask) -> None:
    began = time.perf_counter()
    assert service.make_demo_staff() == 0
    assert time.perf_counter() - began < 1
    assert len(queries.accounts()) == 1 + 16 + 16 * 3
    villages = {area for one in queries.enumerators_of("33.16") for area in one.areas}
    assert len(villages) == 295
