"""A member answers alone, from the officer's number to the thanks."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bench.family import answers
from tests.enumeration.family import Walker, pairs
from tests.private.conftest import NOON, OWN_PIN, PHONE, Census, shown_number
from webapp.households import service as households
from webapp.private import queries
from webapp.private.models import PrivatePage, PrivateVersion
from webapp.private.service import keys
from webapp.shared import clock, outbox, sealing
from webapp.shared.audit import AuditRow
from webapp.shared.db import db


def opened(census: Census, sent: queries.SentAnswer) -> dict[str, Any]:
    """What the statistics office reads, as docs/handbook/private.md tells it to."""
    line = (census.app.config["CATAT"].statistics_keys / "office.key").read_text().strip()
    private = base64.b64decode(line.rpartition(":")[2])
    key = sealing.unwrap_with(private, sent.office_key, keys.office_info(sent.version_id))
    found: dict[str, Any] = json.loads(
        sealing.unseal_with(key, keys.answer_aad(sent.version_id), sent.sealed)
    )
    return found


def test_a_member_answers_alone_and_only_the_statistics_office_reads_it(census: Census) -> None:
    census.answered(religion="hindu")
    (sent,) = queries.sent_answers()
    household = households.find_by_pair(census.family["nik"], census.family["kk"])
    assert household is not None
    people = {person.nik: person.id for person in households.roster(household)}
    assert (sent.household_id, sent.person_id) == (household, people[census.family["nik"]])
    told = opened(census, sent)
    assert told["nik"] == census.family["nik"]
    assert told["answers"]["religion"] == "hindu"
    assert told["answers"]["sex"] in ("male", "female")
    assert sent.sent_at == NOON


def test_the_questions_speak_to_you_and_name_nobody(census: Census) -> None:
    html = census.alone().html
    assert "Tentang Anda" in html
    assert "anggota ini" not in html


def test_after_sending_the_members_own_pin_opens_nothing_that_was_said(census: Census) -> None:
    census.answered()
    version = db.session.scalars(select(PrivateVersion)).one()
    assert (version.own_key, version.state) == (None, "sent")
    assert db.session.scalar(select(func.count()).select_from(PrivatePage)) == 0


def test_a_draft_goes_on_with_the_own_pin(census: Census) -> None:
    census.alone().press({"birth_place": "Kertosono"})
    again = Walker(census.app.test_client())
    again.post("/self", {"nik": census.family["nik"], "secret": OWN_PIN})
    assert again.path == "/self/form/culture"
    again.open("/self/form/identity")
    assert 'value="Kertosono"' in again.html


def test_what_was_sent_is_replaced_by_a_new_answer_and_the_last_one_counts(census: Census) -> None:
    census.answered(religion="islam", birth_place="Kertosono")
    again = Walker(census.app.test_client())
    again.post("/self", {"nik": census.family["nik"], "secret": OWN_PIN})
    assert again.path == "/self/form/identity"
    assert 'value="Kertosono"' not in again.html
    again.walk("/self/end", {"religion": "catholic"})
    again.press()
    (sent,) = queries.sent_answers()
    assert opened(census, sent)["answers"]["religion"] == "catholic"


def test_sending_twice_sends_once(census: Census) -> None:
    walker = census.alone()
    walker.walk("/self/end")
    for _ in range(2):
        walker.post("/self/end", {})
        assert walker.path == "/self/sent"
    assert len(list(queries.sent_answers())) == 1


def test_nothing_is_sent_with_a_gap(census: Census) -> None:
    walker = census.alone()
    answer = walker.post("/self/end", {})
    assert answer.status_code == 422
    assert "kode 152" in answer.text
    assert list(queries.sent_answers()) == []


def test_a_missing_answer_is_asked_for_at_its_field(census: Census) -> None:
    walker = census.alone()
    answer = walker.post("/self/form/identity", {"birth_place": "Kertosono"})
    assert answer.status_code == 422
    assert 'href="#citizenship"' in answer.text
    assert 'value="Kertosono"' in answer.text


def test_two_windows_do_not_overwrite_each_other_unseen(census: Census) -> None:
    walker = census.alone()
    first = {"revision": "0", "sex": "male", "birth_place": "Pati", "birth_date-day": "1", "birth_date-month": "2",
             "birth_date-year": "1990", "citizenship": "wni", "stay": "five_years", "birth_certificate": "yes",
             "marital": "never"}  # fmt: skip
    walker.post("/self/form/identity", first)
    answer = walker.post("/self/form/identity", first | {"birth_place": "Kertosono"})
    assert answer.status_code == 409
    assert 'value="Kertosono"' in answer.text


@pytest.mark.parametrize("secret", ["12345678", "salah-sekali", "1", "0" * 99])
def test_every_failure_gets_the_same_answer_and_the_same_work(
    census: Census, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    census.alone()
    asked: list[int] = []
    real = sealing.slow_key
    monkeypatch.setattr(sealing, "slow_key", lambda pin, salt: asked.append(1) or real(pin, salt))
    answers = [
        census.app.test_client().post("/self", data={"nik": nik, "secret": secret})
        for nik in (census.family["nik"], "3316990101019998")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert len(asked) == 2
    told = [
        answer.text.replace(census.family["nik"], "").replace("3316990101019998", "") for answer in answers
    ]
    assert told[0] == told[1]
    assert "kode 150" in told[0]


def test_ten_tries_for_a_nik_then_one_waits(census: Census) -> None:
    client = census.app.test_client()
    sent = {"nik": census.family["nik"], "secret": "salah-sekali"}
    assert [client.post("/self", data=sent).status_code for _ in range(11)] == [422] * 10 + [429]


def test_a_number_serves_once_and_a_new_one_ends_it(census: Census) -> None:
    first, second = census.number(), census.number()
    sent = {"nik": census.family["nik"], "secret": first}
    assert census.app.test_client().post("/self", data=sent).status_code == 422
    census.alone(second)
    assert census.app.test_client().post("/self", data=sent | {"secret": second}).status_code == 422


def test_a_number_runs_out_after_seven_days(census: Census) -> None:
    number = census.number()
    with clock.frozen(NOON + timedelta(days=7, seconds=1)):
        sent = {"nik": census.family["nik"], "secret": number}
        assert census.app.test_client().post("/self", data=sent).status_code == 422


def test_a_new_number_makes_a_new_pin_and_leaves_the_draft_under_the_old_one(census: Census) -> None:
    census.alone().press()
    walker = Walker(census.app.test_client())
    walker.post("/self", {"nik": census.family["nik"], "secret": census.number()})
    walker.post("/self/pin", {"pin": "pin-yang-lain-9"})
    assert walker.path == "/self/form/identity"
    sent = {"nik": census.family["nik"], "secret": OWN_PIN}
    assert census.app.test_client().post("/self", data=sent).status_code == 422
    states = db.session.scalars(select(PrivateVersion.state).order_by(PrivateVersion.number)).all()
    assert states == ["left", "draft"]


def test_an_easy_pin_is_refused(census: Census) -> None:
    walker = Walker(census.app.test_client())
    walker.post("/self", {"nik": census.family["nik"], "secret": census.number()})
    assert walker.post("/self/pin", {"pin": "123456"}).status_code == 422
    assert "kode 107" in walker.html


def test_the_office_texts_a_number_to_the_members_own_phone_and_shows_it_to_nobody(census: Census) -> None:
    shown = census.ask(census.signed_in(census.officer), phone=PHONE).text
    row = db.session.scalars(select(outbox.OutboxMessage)).one()
    number = outbox.params_of(row)["n"]
    assert outbox.phone_of(row) == "+6281211112222"
    assert row.expires_at == NOON + timedelta(minutes=10)
    assert number not in shown.replace(" ", "")
    census.alone(number)


def test_the_member_asks_for_another_text_and_every_asking_reads_the_same(census: Census) -> None:
    census.ask(census.signed_in(census.officer), phone=PHONE)
    client, own = census.app.test_client(), {"nik": census.family["nik"], "phone": PHONE}
    told = {
        client.post("/self/number", data=sent).text
        for sent in (own, own | {"phone": "0812 9999 0000"}, own | {"nik": "3316990101019998"})
    }
    assert len(told) == 1
    texts = db.session.scalars(select(outbox.OutboxMessage).order_by(outbox.OutboxMessage.id)).all()
    assert len(texts) == 2
    census.alone(outbox.params_of(texts[1])["n"])


def test_giving_a_number_is_on_record_and_the_record_names_no_family(census: Census) -> None:
    census.number()
    rows = db.session.scalars(select(AuditRow).where(AuditRow.action == "own number given")).all()
    household = households.find_by_pair(census.family["nik"], census.family["kk"])
    assert [row.by for row in rows] == [census.officer]
    assert str(household) not in f"{rows[0].subject}{rows[0].detail}{rows[0].reason}"


def test_an_officer_of_another_area_gets_no_number(census: Census) -> None:
    for username in ("petugas.jati.1", "koordinator.jati"):
        answer = census.ask(census.signed_in(username))
        assert answer.status_code == 422
        assert "kode 151" in answer.text


def test_the_letter_or_the_door_names_the_family_too(census: Census) -> None:
    client = census.signed_in("koordinator." + census.officer.split(".")[1])
    letter = census.ask(client, kk="", letter_number=census.family["letter_number"])
    assert shown_number(letter.text)
    household = households.find_by_letter(census.family["letter_number"])
    assert shown_number(census.ask(client, kk="", household=str(household)).text)
    assert census.ask(client, kk="", household="x").status_code == 422


def test_quick_exit_ends_the_session_at_once_and_back_shows_the_first_page_of_the_census(
    census: Census,
) -> None:
    walker = census.alone()
    assert 'href="/self/leave"' in walker.html
    assert "data-away" in walker.html
    walker.open("/self/leave")
    assert walker.path == "/"
    for path in ("/self/form/identity", "/self/end", "/self/sent", "/self/pin"):
        walker.open(path)
        assert walker.path == "/"
    walker.post("/self/form/identity", {"birth_place": "Blora"})
    assert walker.path == "/self"


def test_addresses_and_titles_tell_nothing(census: Census) -> None:
    walker = census.answered()
    for html in walker.seen:
        title = html.partition("<title>")[2].partition("</title>")[0]
        assert title == "Isian - Sensus Penduduk Blora"
    assert not {"private", "pribadi"} & {part for path in walker.path.split("/") for part in [path]}


def test_with_script_a_step_takes_the_place_of_the_one_before_and_keeps_the_way_out(census: Census) -> None:
    walker = census.alone()
    filled = answers(walker.form(), {"birth_place": "Kertosono"})
    answer = walker.client.post(walker.path, data=pairs(filled), headers={"HX-Request": "true"})
    assert answer.headers["HX-Replace-Url"] == "/self/form/culture"
    assert "<html" not in answer.text
    assert "data-away" in answer.text


def test_a_familys_session_is_not_let_in_and_not_ended(census: Census) -> None:
    family = Walker(census.app.test_client(), census.family, letter=True)
    family.walk("/form/address")
    family.open("/self/form/identity")
    assert family.path == "/"
    family.open("/self/leave")
    family.open("/form/address")
    assert family.path == "/form/address"


def test_whoever_answers_alone_opens_no_page_of_the_family(census: Census) -> None:
    walker = census.alone()
    for path in ("/form", "/form/members", "/form/summary"):
        assert walker.client.get(path).status_code == 401
