"""The commands that others drive: sms parse, sms simulate, sms send."""

from __future__ import annotations

import json

from flask import Flask

from sms.texts.septets import septets
from tests.sms.conftest import PHONE, FamilyOfTest
from webapp.shared import outbox
from webapp.shared.db import db, new_id, transaction


def run(app: Flask, *args: str, given: str | bytes | None = None) -> str:
    result = app.test_cli_runner().invoke(args=["sms", *args], input=given)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_parse_answers_every_line_blank_ones_too(app: Flask) -> None:
    given = b"DAFTAR 1234567897 1965\n\n  \nbtal\nSTOP\n" + b"\xff\xfe\n" + "２".encode()
    told = [json.loads(line) for line in run(app, "parse", "--json", given=given).splitlines()]
    assert [one["intent"] for one in told] == ["IDENT", "EMPTY", "EMPTY", "BATAL", "STOP", "EMPTY", "CHOICE"]
    assert told[0] == {"intent": "IDENT", "args": ["1234567897", "1965"], "corrected": False}
    assert told[3] == {"intent": "BATAL", "args": [], "corrected": True}


def test_parse_needs_no_database(app: Flask) -> None:
    assert run(app, "parse", given="jadwal\n") == "JADWAL\n"


def test_simulate_prints_each_reply_on_a_line(census: Flask, family: FamilyOfTest) -> None:
    told = run(census, "simulate", "--from", PHONE, f"DAFTAR {family.letter} {family.year}")
    assert told == (
        f"SENSUS: Terima kasih, keluarga surat ..{family.tail} sudah terkonfirmasi. "
        "Balas JADWAL untuk memilih waktu kunjungan petugas.\n"
    )


def test_simulate_reads_a_conversation_from_standard_input(census: Flask, family: FamilyOfTest) -> None:
    told = run(
        census, "simulate", "--from", PHONE, "--json", given=f"{family.letter}\n{family.year}\nSTATUS\n"
    )
    replies = [json.loads(line) for line in told.splitlines()]
    assert [reply["message"] for reply in replies] == ["ask_year", "confirmed", "status_open"]
    assert all(reply["state"] == "DELIVERED" and reply["to"] == PHONE for reply in replies)
    assert all(reply["septets"] == septets(reply["text"]) and reply["segments"] == 1 for reply in replies)


def test_send_empties_the_outbox(census: Flask) -> None:
    with transaction():
        outbox.enqueue("help", PHONE, {}, in_reply_to=new_id())
    run(census, "send")
    db.session.rollback()
    assert db.session.query(outbox.OutboxMessage).one().state == "DELIVERED"
