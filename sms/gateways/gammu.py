"""A GSM modem in the office, through gammu-smsd's tables (SQLite or PostgreSQL, its schema 17).

Our id goes into CreatorID, so a text is never put there twice and its fate is found by name. The inbox is read, never
pushed: RunOnReceive lets a crafted sender run commands on 1.42.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from sms.gateways.base import (
    Capabilities,
    GatewayAway,
    Hook,
    Outgoing,
    Received,
    Sent,
    StatusReport,
    WithoutAsking,
)

if TYPE_CHECKING:
    from config import Settings

PATIENCE_S = 10
MODEM_LOST_S = 300.0  # smsd writes its phone's row every minute or so
LOOK_BACK = timedelta(days=3)  # reports that came while nobody read
STATES = {
    **dict.fromkeys(("SendingOK", "SendingOKNoReport", "DeliveryPending", "DeliveryUnknown"), "ACCEPTED"),
    "DeliveryOK": "DELIVERED",
    **dict.fromkeys(("SendingError", "DeliveryFailed", "Error"), "FAILED"),
}
# the network's causes (3GPP 24.011, annex E) as the codes whose meaning sms/sender/meaning.py knows
CODES = {
    **dict.fromkeys((1, 28, 30), "30005"),
    **dict.fromkeys((27, 38, 41, 42, 47), "30008"),
    8: "21610",
    10: "21610",
}

_KNOWN = (
    'SELECT "CreatorID" FROM outbox WHERE "CreatorID" = :id UNION SELECT "CreatorID" FROM sentitems'
    " WHERE \"CreatorID\" = :id AND \"Status\" NOT IN ('SendingError', 'Error', 'DeliveryFailed')"
)
_PUT = text(
    'INSERT INTO outbox ("DestinationNumber", "TextDecoded", "CreatorID", "Coding", "DeliveryReport")'
    f" SELECT :to, :text, :id, 'Default_No_Compression', 'yes' WHERE NOT EXISTS ({_KNOWN})"
)
_FIND = text(_KNOWN)
_INBOX = text(
    'SELECT "ID", "ReceivingDateTime", "SenderNumber", "TextDecoded", "UDH" FROM inbox'
    ' WHERE "Processed" = \'false\' ORDER BY "ID" LIMIT 50'
)
_DONE = text('UPDATE inbox SET "Processed" = \'true\' WHERE "ID" = :id')
_SENT = text(
    'SELECT "CreatorID", "Status", "StatusCode", "UpdatedInDB" FROM sentitems WHERE "UpdatedInDB" >= :since'
    ' ORDER BY "UpdatedInDB", "ID" LIMIT 1000'
)
_MODEM = text('SELECT MAX("UpdatedInDB") FROM phones')


class GammuGateway(WithoutAsking):
    """Puts texts into smsd's outbox and takes them out of its inbox."""

    name = "gammu"
    capabilities = Capabilities(
        two_way=True, senders=("number",), per_second=20, receipts=True, cost=350, asked_every_s=0.3
    )

    def __init__(self, settings: Settings) -> None:
        self._url = settings.gammu_database_url
        self._since: Any = None
        self._told: set[tuple[str, str]] = set()
        self._modem: tuple[Any, float] = (None, time.monotonic())

    @cached_property
    def _engine(self) -> Engine:
        patience = (
            {"timeout": PATIENCE_S} if self._url.startswith("sqlite") else {"connect_timeout": PATIENCE_S}
        )
        return create_engine(
            self._url, connect_args=patience, pool_size=2, pool_pre_ping=True, hide_parameters=True
        )

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def send(self, message: Outgoing) -> Sent:
        """Into smsd's outbox; a second time changes nothing."""
        if not self._modem_lives():
            return Sent("retry", code="connect")
        values = {"to": message.to, "text": message.text, "id": str(message.id)}
        try:
            with self._engine.begin() as connection:
                connection.execute(_PUT, values)
        except OperationalError:
            # not there, or locked; if the commit was lost on its way, the next try finds the row
            return Sent("retry", code="connect")
        except SQLAlchemyError as fault:
            return Sent("rejected", code=f"gammu {type(fault).__name__}")
        return Sent("accepted", str(message.id))

    def find(self, message: Outgoing, since: datetime) -> list[str] | None:
        try:
            with self._engine.connect() as connection:
                return list(connection.execute(_FIND, {"id": str(message.id)}).scalars())
        except SQLAlchemyError:
            return None

    def fetch(self) -> list[Received]:
        """What smsd took in. The further parts of a long text are rows of their own, with a header and no text."""
        rows = self._read(_INBOX)
        for row in rows:
            if not row[3] and row[4]:
                self._mark(row[0])
        return [
            Received(f"{row[0]} {row[1]}", row[2], row[3], token=str(row[0]))
            for row in rows
            if row[3] or not row[4]
        ]

    def acknowledge(self, received: Received) -> None:
        self._mark(int(received.token))

    def _mark(self, row_id: int) -> None:
        try:
            with self._engine.begin() as connection:
                connection.execute(_DONE, {"id": row_id})
        except SQLAlchemyError as away:
            raise GatewayAway(self.name) from away

    def reports(self) -> list[StatusReport]:
        """What changed among the sent since the last look."""
        rows = self._read(_SENT, since=self._since or f"{datetime.now(UTC) - LOOK_BACK:%F %T}")
        fresh = [row for row in rows if (row[0], row[1]) not in self._told]
        if rows:
            last = rows[-1][3]
            # what was told in the last second is remembered: smsd's clock shows whole seconds
            self._told = {(row[0], row[1]) for row in rows if row[3] == last} | (
                self._told if last == self._since else set()
            )
            self._since = last
        return [report for row in fresh if (report := _report(row[0], row[1], row[2])) is not None]

    def _modem_lives(self) -> bool:
        """Has smsd written about its phone lately? Without one, texts would lie in its outbox unseen."""
        try:
            latest = self._read(_MODEM)[0][0]
        except GatewayAway:
            return False
        if latest != self._modem[0]:
            self._modem = latest, time.monotonic()
        return time.monotonic() - self._modem[1] < MODEM_LOST_S

    def _read(self, statement: Any, **values: Any) -> list[Any]:
        try:
            with self._engine.connect() as connection:
                return list(connection.execute(statement, values).all())
        except SQLAlchemyError as away:
            raise GatewayAway(self.name) from away

    def genuine(self, hook: Hook) -> bool:
        return False  # nobody calls us: the tables are read

    def received(self, hook: Hook) -> Received | None:
        return None

    def status(self, hook: Hook) -> StatusReport:
        return StatusReport("")

    def acknowledgement(self) -> tuple[str, str]:
        return "", "text/plain"


def _report(creator: str, status: str, code: int) -> StatusReport | None:
    """The report in a row of sentitems, if the text was ours."""
    try:
        ours = UUID(creator)
    except ValueError:
        return None
    state = STATES.get(status, "")
    return StatusReport(
        state, creator, CODES.get(code, f"gammu {code}") if state == "FAILED" else "", status, ours
    )
