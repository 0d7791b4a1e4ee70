"""A real gammu-smsd with its dummy phone: texts in, texts out, reports, and nothing twice."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from config import Settings
from sms import gateways, queries, service
from sms.gateways.base import GatewayAway, Outgoing, StatusReport
from sms.gateways.gammu import GammuGateway
from sms.models import Inbound
from sms.running import Running
from tests.databases import TestDatabases
from tests.sms.conftest import PHONE
from tests.sms.daemons import Modem, wait_until
from webapp.shared import clock
from webapp.shared.db import db, new_id
from webapp.shared.outbox import OutboxMessage


@pytest.fixture(params=["sqlite", "postgresql"])
def modem(request: pytest.FixtureRequest, databases: TestDatabases) -> Iterator[Modem]:
    with tempfile.TemporaryDirectory(prefix="catat-gammu-", ignore_cleanup_errors=True) as folder:
        yield Modem(Path(folder), databases.postgresql if request.param == "postgresql" else None)


@pytest.fixture
def app(modem: Modem, databases: TestDatabases) -> Iterator[Flask]:
    """On SQLite: what differs is the modem's database."""
    settings = {"CATAT_SMS_GATEWAYS": "gammu", "CATAT_GAMMU_DATABASE_URL": modem.url}
    with databases.fresh("sqlite", **settings) as made, made.app_context():
        yield made
        db.session.remove()
        way = gateways.by_name(made.config["CATAT"], "gammu")
        assert isinstance(way, GammuGateway)
        way.close()


def gateway(modem: Modem) -> GammuGateway:
    return GammuGateway(Settings(gammu_database_url=_address(modem)))


def test_a_text_comes_in_is_answered_and_reported_sent(modem: Modem, app: Flask) -> None:
    running = Running()
    (way,) = running.worker.on.values()
    with modem.running():
        modem.hears(PHONE, "BANTU")
        wait_until(lambda: running.ask(way) and queries.anything_came_in(), words=modem.words)
        service.answer_waiting()
        assert running.worker.work() == 1
        wait_until(lambda: _sent_items(modem), words=modem.words)
        running.ask(way)
    row = db.session.scalars(select(OutboxMessage)).one()
    assert (row.state, row.gateway, row.provider_ref) == ("ACCEPTED", "gammu", str(row.id))
    (sent,) = _sent_items(modem)
    assert (sent[0], sent[1][:7], sent[2][:9]) == (PHONE, "SENSUS:", "SendingOK")
    running.ask(way)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Inbound)) == 1, (
        "what was taken is not taken again"
    )


def _sent_items(modem: Modem) -> list[tuple[str, str, str]]:
    engine = create_engine(_address(modem))
    with engine.connect() as tables:
        found = tables.execute(
            text('SELECT "DestinationNumber", "TextDecoded", "Status" FROM sentitems')
        ).all()
    engine.dispose()
    return [(row[0], row[1], row[2]) for row in found]


def _address(modem: Modem) -> str:
    return modem.url.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def tables(databases: TestDatabases) -> Iterator[tuple[GammuGateway, sqlite3.Connection]]:
    """A gateway on smsd's tables without smsd, and a way to write into them."""
    with tempfile.TemporaryDirectory(prefix="catat-gammu-") as folder:
        modem = Modem(Path(folder), None)
        connection = sqlite3.connect(Path(folder) / "smsd.db", isolation_level=None)
        made = gateway(modem)
        yield made, connection
        connection.close()
        made.close()


Tables = tuple[GammuGateway, sqlite3.Connection]


def sent_item(
    connection: sqlite3.Connection, creator: object, status: str, code: int = -1, n: int = 1
) -> None:
    connection.execute(
        "INSERT INTO sentitems (ID, Text, UDH, SenderID, CreatorID, Status, StatusCode)"
        " VALUES (?, '', '', '', ?, ?, ?)",
        (n, str(creator), status, code),
    )


def came(connection: sqlite3.Connection, words: str, udh: str = "") -> None:
    connection.execute(
        "INSERT INTO inbox (SenderNumber, Text, TextDecoded, UDH, RecipientID) VALUES (?, '', ?, ?, '')",
        (PHONE, words, udh),
    )


def test_a_text_is_put_there_once_however_often_it_is_sent(tables: Tables) -> None:
    one, connection = tables
    message = Outgoing(new_id(), PHONE, "SENSUS: Halo.")
    assert one.find(message, clock.now()) == []
    assert [one.send(message).kind for _ in range(3)] == ["accepted"] * 3
    assert connection.execute("SELECT COUNT(*) FROM outbox").fetchone() == (1,)
    assert one.find(message, clock.now()) == [str(message.id)]
    connection.execute("DELETE FROM outbox")
    sent_item(connection, message.id, "SendingError", 38)
    assert one.find(message, clock.now()) == []
    assert one.send(message).kind == "accepted", "what the network refused may be tried again"
    assert connection.execute("SELECT COUNT(*) FROM outbox").fetchone() == (1,)


def test_further_parts_of_a_long_text_are_skipped(tables: Tables) -> None:
    one, connection = tables
    for words, udh in (("JADWAL", ""), ("long", "050003010201"), ("", "050003010202"), ("", "")):
        came(connection, words, udh)
    fetched = one.fetch()
    assert [received.text for received in fetched] == ["JADWAL", "long", ""]
    for received in fetched:
        one.acknowledge(received)
    assert one.fetch() == []


def test_ids_of_tables_that_were_made_anew_are_other_ids(tables: Tables) -> None:
    one, connection = tables
    came(connection, "JADWAL")
    first = one.fetch()[0].message_id
    connection.execute("DELETE FROM inbox")
    connection.execute("DELETE FROM sqlite_sequence")
    connection.execute(
        "INSERT INTO inbox (SenderNumber, Text, TextDecoded, UDH, RecipientID, ReceivingDateTime)"
        " VALUES (?, '', 'BATAL', '', '', '2031-01-01 00:00:00')",
        (PHONE,),
    )
    again = one.fetch()[0]
    assert again.token == "1"
    assert again.message_id != first


def test_each_report_is_told_once_and_other_peoples_texts_are_not_ours(tables: Tables) -> None:
    one, connection = tables
    mine, other = new_id(), new_id()
    sent_item(connection, mine, "SendingOK", n=1)
    sent_item(connection, "Gammu 1.42", "SendingOK", n=2)
    sent_item(connection, other, "SendingError", 28, n=3)
    told = {said.id: said for said in one.reports()}
    assert told == {
        mine: StatusReport("ACCEPTED", str(mine), id=mine),
        other: StatusReport("FAILED", str(other), "30005", id=other),
    }
    assert one.reports() == []
    connection.execute(
        "UPDATE sentitems SET Status = 'DeliveryOK', UpdatedInDB = datetime('now') WHERE ID = 1"
    )
    assert [said.state for said in one.reports()] == ["DELIVERED"]


def test_without_a_modem_texts_wait_with_us(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = tables
    message = Outgoing(new_id(), PHONE, "SENSUS: Halo.")
    assert one.send(message).kind == "accepted"
    started = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: started + 301)
    assert one.send(message).kind == "retry", "smsd has not written about its phone for five minutes"


def test_tables_that_are_away_lose_nothing() -> None:
    one = GammuGateway(Settings(gammu_database_url="sqlite:////nowhere/smsd.db"))
    message = Outgoing(new_id(), PHONE, "SENSUS: Halo.")
    assert one.send(message).kind == "retry"
    assert one.find(message, clock.now()) is None
    with pytest.raises(GatewayAway):
        one.fetch()
