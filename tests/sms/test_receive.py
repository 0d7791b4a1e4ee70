"""What comes in is kept first, once, masked; robots and guessers get nowhere."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from sms import queries, service
from sms.models import INBOUND, Binding, Inbound, Phone
from sms.service import answering as receiving
from tests.sms.conftest import NOW, OTHER_PHONE, PHONE, FamilyOfTest, PhoneOfTest
from webapp.shared import clock, outbox, sealing
from webapp.shared.db import db
from webapp.staff.models import Task

STRANGE = [
    *(
        "",
        " ",
        "x" * 1000,
        "9" * 1000,
        "1" * 5000,
        "\N{THUMBS UP SIGN}" * 500,
        "\u200b\u200d\ufeff",
        "\x00",
        "DAF\x00TAR",
    ),
    *("\ud800", "\u202eLATAB", "<script>", "Robert'); DROP TABLE sms_phones;--", "%s %(x)s {no}", "\r\n\r\n"),
    *("\u0663\u0663\u0661\u0666" * 8, "\ufdfa" * 700),
]


def count(model: type[object]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def only_body() -> str:
    db.session.rollback()
    return queries.body_of(db.session.scalars(select(Inbound)).one())


def test_five_times_the_same_message_is_one(census: Flask) -> None:
    taken = [service.receive("twilio", "SM1", PHONE, "BANTU") for _ in range(5)]
    assert [one is not None for one in taken] == [True, False, False, False, False]
    assert (count(Inbound), count(outbox.OutboxMessage)) == (1, 1)


def test_without_a_message_id_ten_minutes_decide(census: Flask) -> None:
    assert service.receive("http", "", PHONE, "BANTU")
    assert service.receive("http", "", PHONE, "BANTU") is None
    assert service.receive("http", "", OTHER_PHONE, "BANTU")
    with clock.frozen(NOW + timedelta(minutes=11)):
        assert service.receive("http", "", PHONE, "BANTU")


def test_the_same_id_of_another_provider_is_another_message(census: Flask) -> None:
    assert service.receive("twilio", "1", PHONE, "BANTU")
    assert service.receive("http", "1", PHONE, "BANTU")


def test_bodies_are_stored_masked_and_sealed(family: FamilyOfTest) -> None:
    service.receive("console", "1", PHONE, f"REG {family.nik}#{family.kk}# surat {family.letter}")
    stored = db.session.scalars(select(Inbound)).one()
    assert family.nik.encode() not in stored.body_sealed
    assert queries.body_of(stored) == f"REG {'*' * 16}#{'*' * 16}# surat {'*' * 8}{family.tail}"
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(INBOUND, "another row", "body", stored.body_sealed)


def test_a_nik_that_waits_for_its_kk_is_stored_sealed(family: FamilyOfTest) -> None:
    service.receive("console", "1", PHONE, family.nik)
    rows = db.session.connection().exec_driver_sql("SELECT state_sealed FROM sms_dialogues").all()
    assert family.nik.encode() not in bytes(rows[0][0])


@pytest.mark.parametrize("text", STRANGE)
def test_whatever_is_sent_is_kept_and_answered(census: Flask, text: str) -> None:
    inbound = service.receive("console", "1", PHONE, text)
    assert inbound is not None
    assert len(queries.replies_to(inbound)) == 1
    assert db.session.scalars(select(Inbound)).one().intent not in {"", receiving.FAULT}


@pytest.mark.parametrize("sender", ["4444", "TELKOMSEL", "3", "", "+", "\x00", "BPS" * 90, "\ud800"])
def test_short_and_alphanumeric_senders_are_kept_and_not_answered(census: Flask, sender: str) -> None:
    inbound = service.receive("console", "1", sender, "Sisa pulsa Anda Rp 5.000")
    assert inbound is not None
    assert (count(Inbound), count(outbox.OutboxMessage), count(Phone)) == (1, 0, 0)


@pytest.mark.parametrize("message_id", ["x" * 500, "\x00", "é", "SM\n1"])
def test_a_strange_message_id_is_taken_once_all_the_same(census: Flask, message_id: str) -> None:
    assert service.receive("http", message_id, PHONE, "BANTU")
    assert service.receive("http", message_id, PHONE, "BANTU") is None


def test_at_most_ten_replies_an_hour_and_forty_a_day(phone: PhoneOfTest) -> None:
    answered = sum(len(phone.says(f"BANTU {n % 3}")) for n in range(14))
    assert answered == 10
    with clock.frozen(NOW + timedelta(minutes=61)):
        assert phone.says("BANTU") == ["help"]
    total = 11
    for hour in range(2, 12):
        with clock.frozen(NOW + timedelta(hours=hour)):
            total += sum(len(phone.says(f"STATUS {n % 3}")) for n in range(8))
    assert total == 40


def test_the_same_text_more_than_five_times_in_half_an_hour_stops(phone: PhoneOfTest) -> None:
    assert [len(phone.says("STATUS")) for _ in range(7)] == [1, 1, 1, 1, 1, 0, 0]
    assert phone.says("BANTU") == ["help"]
    with clock.frozen(NOW + timedelta(minutes=31)):
        assert phone.says("STATUS") == ["unbound"]


def test_two_unreadable_texts_go_to_a_person_and_then_there_is_silence(phone: PhoneOfTest) -> None:
    assert [phone.says(text) for text in ("rumah saya biru", "qwerty uiop", "zxcv")] == [
        ["not_understood"],
        ["person"],
        [],
    ]
    assert count(Task) == 1
    assert phone.says("BANTU") == ["help"]


def test_every_failure_reads_alike(families: list[FamilyOfTest]) -> None:
    one, two = families[:2]
    wrong_check = one.letter[:-1] + str((int(one.letter[-1]) + 1) % 10)
    tries = (
        f"{one.letter} 1901",
        f"{wrong_check} {one.year}",
        f"1000000000 {one.year}",
        f"{one.nik}#{two.kk}#",
    )
    told = [tuple(PhoneOfTest(f"+62812000002{n}").hears(text)) for n, text in enumerate(tries)]
    assert len(set(told)) == 1
    again = [tuple(PhoneOfTest(f"+62812000002{n}").hears(text)) for n, text in enumerate(tries)]
    assert len(set(again)) == 1, "the second failure asks where they live, whatever the reason"
    assert count(Binding) == 0


def test_a_letter_has_three_tries_a_day_from_whatever_phones(family: FamilyOfTest) -> None:
    for n in range(3):
        assert PhoneOfTest(f"+62812000001{n}").says(f"{family.letter} 1901") == ["not_identified"]
    fresh = PhoneOfTest("+628120000019")
    assert fresh.says(f"{family.letter} {family.year}") == ["not_identified"]
    with clock.frozen(NOW + timedelta(days=1)):
        assert fresh.says(f"{family.letter} {family.year}") == ["confirmed"]


def test_a_phone_has_five_tries_a_day_on_whatever_letters(
    families: list[FamilyOfTest], phone: PhoneOfTest
) -> None:
    for other in families[1:6]:
        assert phone.says(f"{other.letter} 1901") in (["not_identified"], ["ask_place"])
    one = families[0]
    assert phone.says(f"{one.letter} {one.year}") in (["not_identified"], ["ask_place"])
    with clock.frozen(NOW + timedelta(hours=25)):
        assert phone.says(f"{one.letter} {one.year}") == ["confirmed"]


def test_a_fault_of_ours_keeps_the_text_and_calls_a_person(
    census: Flask, phone: PhoneOfTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("1234567897")

    monkeypatch.setattr(receiving, "_converse", broken)
    with caplog.at_level(logging.INFO):
        assert phone.says("DAFTAR 1234567897 1965") == []
    assert "1234567897" not in caplog.text
    assert only_body() == "DAFTAR ********** ****"
    assert (db.session.scalars(select(Inbound.intent)).one(), count(Task)) == (receiving.FAULT, 1)


def test_no_number_reaches_the_log(
    family: FamilyOfTest, phone: PhoneOfTest, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        phone.says(f"{family.nik}#{family.kk}#")
        phone.says(f"{family.letter} 1901")
    assert not any(number in caplog.text for number in (family.nik, family.kk, family.letter, PHONE))


def test_whatsapp_is_answered_on_whatsapp(census: Flask) -> None:
    inbound = service.receive("twilio", "SM1", f"whatsapp:{PHONE}", "BANTU")
    assert inbound is not None
    assert queries.replies_to(inbound)[0].channel == "twilio-whatsapp"
