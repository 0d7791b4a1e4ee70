"""Staff by import, invitations, cards, deputies: whose they are and what they change."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.printed import Printed
from tests.staff.conftest import SignedIn
from webapp.shared import clock
from webapp.staff import queries, rules, service
from webapp.staff.models import Account

HEADER = "username,name,role,areas,until\n"
GOOD = (
    HEADER
    + 'tuti,Tuti Wijaya,supervisor,33.16.05,2031-01-31\nyono,Yono,enumerator,"33.16.05.2001;33.16.05.2002",\n'
)
WORD = "kuda-besi-lompat"


def named(username: str) -> Account:
    found = queries.account_named(username)
    assert found is not None, username
    return found


def run(app: Flask, *args: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["staff", *args])
    return done.exit_code, done.stdout


def code_for(username: str) -> str:
    return service.invite([named(username).id], None)[0][1]


def test_a_file_of_staff_is_taken_in_once_and_a_repeated_one_changes_nothing(
    demo_staff: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(GOOD)
    assert run(demo_staff, "import", str(file)) == (0, "2 new, 0 changed, 0 the same, 0 rejected\n")
    number = named("yono").officer_number
    assert run(demo_staff, "import", str(file)) == (0, "0 new, 0 changed, 2 the same, 0 rejected\n")
    file.write_text(GOOD.replace("33.16.05.2002", "33.16.05.2003"))
    assert run(demo_staff, "import", str(file)) == (0, "0 new, 1 changed, 1 the same, 0 rejected\n")
    found = queries.identity(named("yono").id)
    assert found is not None
    assert (found.areas, named("yono").officer_number) == (("33.16.05.2001", "33.16.05.2003"), number)


def test_faulty_rows_stand_in_a_file_of_errors_and_spoil_no_other(demo_staff: Flask, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    rows = ["Q!,A,enumerator,33.16.05,", "wati,,enumerator,33.16.05,", "wati,W,king,33.16.05,",
            "wati,W,enumerator,99,", "wati,W,enumerator,33.16.05,soon", "wati", '"wati',
            "yono,Yono,enumerator,33.16.05,", "yono,Y,observer,33.16,"]  # fmt: skip
    file.write_text("\ufeff" + HEADER + "\n".join(rows))
    assert run(demo_staff, "import", str(file))[0] == 3
    errors = (tmp_path / "staff.errors.csv").read_text().split()
    assert errors == ["line,column,code", "2,username,not-a-username", "3,name,missing", "4,role,unknown",
                      "5,areas,unknown", "6,until,not-a-date", "7,,not-a-row", "8,,not-a-row",
                      "10,username,twice"]  # fmt: skip
    assert queries.account_named("wati") is None
    assert named("yono").role == "enumerator"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "username,name,role,areas,areas\n"])
def test_a_file_that_is_no_list_of_staff_is_refused_whole(
    demo_staff: Flask, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(text)
    assert run(demo_staff, "import", str(file))[0] == 1


def test_the_invited_sets_her_password_with_the_code_once(
    demo_staff: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(GOOD)
    run(demo_staff, "import", str(file))
    code = code_for("yono")
    sent = {"code": code.upper(), "password": WORD, "again": WORD}
    assert client.post("/staff/invitation", data={**sent, "again": "other"}).status_code == 422
    assert (
        client.post("/staff/invitation", data={**sent, "password": "short", "again": "short"}).status_code
        == 422
    )
    answer = client.post("/staff/invitation", data=sent)
    assert answer.headers["Location"] == "/staff/two-factor"
    assert "otpauth://totp/" in client.get("/staff/two-factor").text
    assert "712" in demo_staff.test_client().post("/staff/invitation", data=sent).text
    assert service.sign_in("yono", WORD, "10.0.0.1").username == "yono"


def test_a_newer_invitation_voids_the_older_and_each_ends_after_its_days(demo_staff: Flask) -> None:
    older, newer = code_for("petugas.cepu.1"), code_for("petugas.cepu.1")
    with pytest.raises(rules.InvitationRefused):
        service.accept(older, WORD, False, "10.0.0.1")
    with clock.shifted(timedelta(days=rules.INVITATION_DAYS + 1)), pytest.raises(rules.InvitationRefused):
        service.accept(newer, WORD, False, "10.0.0.1")
    service.accept(newer, WORD, False, "10.0.0.1")


def test_an_accepted_invitation_ends_sessions_and_the_old_telephone(signed_in: SignedIn) -> None:
    browser = signed_in("petugas.cepu.1")
    service.begin_set_up(named("petugas.cepu.1").id)
    service.accept(code_for("petugas.cepu.1"), WORD, False, "10.0.0.1")
    assert browser.get("/fieldwork/today").status_code == 401
    assert queries.second_factor(named("petugas.cepu.1").id) is None


def test_guessing_invitations_is_stopped(demo_staff: Flask) -> None:
    for _ in range(rules.INVITATION_TRIES):
        with pytest.raises(rules.InvitationRefused):
            service.accept("abcde-fghjk", WORD, False, "10.0.0.1")
    with pytest.raises(rules.SignInBlocked):
        service.accept("abcde-fghjk", WORD, False, "10.0.0.1")


def test_a_coordinator_prints_for_her_own_people_and_for_nobody_else(signed_in: SignedIn) -> None:
    browser = signed_in("koordinator.cepu")
    page = browser.get("/staff/people").text
    assert ("petugas.cepu.1" in page, "petugas.jati.1" in page) == (True, False)
    wanted = [
        str(named(name).id) for name in ("petugas.cepu.1", "petugas.jati.1", "admin", "koordinator.cepu")
    ]
    slips = Printed(browser.post("/staff/invitations", data={"account": wanted}).data)
    assert (len(slips), "petugas.cepu.1" in slips.text(), "petugas.jati.1" in slips.text()) == (
        1,
        True,
        False,
    )
    assert slips.codes() == ["http://127.0.0.1:8000/staff/invitation"]
    code = re.search(r"[a-z2-9]{5}-[a-z2-9]{5}", slips.text())
    assert code is not None
    assert service.accept(code[0], WORD, False, "10.0.0.1").username == "petugas.cepu.1"
    assert browser.post("/staff/invitations", data={"account": wanted[1:]}).status_code == 303
    assert signed_in("petugas.jati.2").get("/staff/people").status_code == 403


def test_a_card_says_number_name_area_and_last_day_and_its_code_opens_the_page(signed_in: SignedIn) -> None:
    officer = named("petugas.cepu.1")
    browser = signed_in("koordinator.cepu")
    card = Printed(browser.post("/staff/cards", data={"account": [str(officer.id)]}).data)
    assert all(word in card.text() for word in (officer.officer_number, officer.name, "Kec. Cepu"))
    assert officer.username not in card.text()
    (address,) = card.codes()
    assert address.endswith(f"/officer/{officer.officer_number}")
    assert officer.name in browser.get(address.partition("8000")[2]).text


def test_a_deputy_works_in_the_absent_ones_place_only_on_those_days(signed_in: SignedIn) -> None:
    absent, deputy = named("koordinator.cepu"), named("koordinator.jati")
    browser, today = signed_in("koordinator.jati"), clock.today()
    assert browser.get("/coverage/33.16.05").status_code == 403
    sent = {"deputy": str(deputy.id), "first": str(today), "last": str(today + timedelta(days=2))}
    assert signed_in("koordinator.cepu").post("/staff/deputies", data=sent).status_code == 303
    assert browser.get("/coverage/33.16.05").status_code == 200
    identity = queries.identity(deputy.id)
    assert identity is not None
    assert identity.areas == ("33.16.05", "33.16.01")
    with clock.shifted(timedelta(days=3)):
        assert queries.identity(deputy.id).areas == ("33.16.01",)  # type: ignore[union-attr]
    (row,) = queries.deputies_of(queries.identity(absent.id))  # type: ignore[arg-type]
    stranger = signed_in("koordinator.japah")
    assert stranger.post("/staff/deputies/end", data={"deputy": str(row.id)}).status_code == 404
    assert (
        signed_in("koordinator.cepu").post("/staff/deputies/end", data={"deputy": str(row.id)}).status_code
        == 303
    )
    assert browser.get("/coverage/33.16.05").status_code == 403


@pytest.mark.parametrize("who", ["petugas.cepu.1", "koordinator.cepu", "nobody"])
def test_an_enumerator_oneself_and_nobody_cannot_be_deputy(signed_in: SignedIn, who: str) -> None:
    account = queries.account_named(who)
    sent = {
        "deputy": str(account.id) if account else "x",
        "first": str(clock.today()),
        "last": str(clock.today()),
    }
    assert "713" in signed_in("koordinator.cepu").post("/staff/deputies", data=sent).text
