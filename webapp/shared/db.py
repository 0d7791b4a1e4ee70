"""The database: one session, one place that commits, ids made before the row is.

Use-cases write inside `with transaction():`, which is the only commit of Catat. On PostgreSQL it is an
ordinary transaction; on SQLite it goes through the group commit of shared/group_commit.py.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from flask import current_app, g
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, MetaData, Table, Uuid, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, mapped_column

from webapp.shared import columns, driver, group_commit

log = logging.getLogger("catat.db")
_permissions: list[Callable[[], None]] = []
_JOINED = nullcontext()


class Base(DeclarativeBase):
    """What every table of Catat is made from."""

    metadata = MetaData(naming_convention=columns.NAMES)


class Work:
    """A transaction() under way. shared/quick.py writes on the bare driver; a session joins where one is used."""

    __slots__ = ("connection", "dialect", "driver", "regrets")

    def __init__(self) -> None:
        self.dialect = driver.engine().dialect
        self.connection: Connection | None = None
        self.driver: Any = None
        self.regrets: list[Callable[[], object]] = []


def work() -> Work | None:
    """The transaction() that is under way in this application context."""
    found: Work | None = g._get_current_object().get("catat_work")
    return found


class OneCommitSession(Session):
    """Inside transaction() it speaks through that one's connection; outside it refuses to write."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **more: Any
    ) -> Engine | Connection:
        now = work()
        if now is not None and now.connection is not None:
            # SQLite undoes one member of a group alone; on PostgreSQL that would be two more trips for each
            on_sqlite = now.connection.dialect.name == "sqlite"
            self.join_transaction_mode = "create_savepoint" if on_sqlite else "rollback_only"
            if not now.connection.in_transaction():
                now.connection.begin()  # the group's, which the driver has begun
            return now.connection
        if getattr(clause, "is_dml", False):
            _refuse_stray_rows(self)
        driver.give_back()
        return super().get_bind(mapper=mapper, clause=clause, bind=bind, **more)


@event.listens_for(OneCommitSession, "before_flush")
def _refuse_stray_rows(_session: OneCommitSession, *_event: Any) -> None:
    if work() is None:
        raise RuntimeError("rows were changed outside of transaction()")


db = SQLAlchemy(
    model_class=Base,
    session_options={
        "class_": OneCommitSession,
        "expire_on_commit": False,
    },
)

if TYPE_CHECKING:
    Model = Base  # mypy cannot follow the class that flask-sqlalchemy makes at run time
else:
    Model = db.Model

new_id, UtcDateTime = columns.new_id, columns.UtcDateTime
PrimaryId = Annotated[UUID, mapped_column(Uuid(), primary_key=True, default=new_id)]
Moment = Annotated[datetime, mapped_column(UtcDateTime())]


def writer() -> group_commit.Writer:
    """This application's one writer (SQLite only)."""
    kept = current_app.extensions
    made: group_commit.Writer = kept.get("catat_writer") or kept.setdefault(
        "catat_writer", group_commit.Writer(db.engine)
    )
    return made


def permit_transactions_by(check: Callable[[], None]) -> None:
    """Call `check()` before each transaction() begins; it may refuse by raising."""
    if check not in _permissions:
        _permissions.append(check)


def session_in_use() -> Session | None:
    """This request's session, if anything has asked for it yet. Making one costs more than a statement."""
    kept: Any = db.session.registry  # empty, as a rule: nobody on the hot path has one
    return db.session() if kept.registry and kept.has() else None


def transaction() -> AbstractContextManager[None]:
    """Everything inside is kept together or not at all; the block's end returns after it is durable.

    Joined, not nested: a use-case called inside another commits with the outer one. An exception undoes all.
    """
    return _JOINED if "catat_work" in g._get_current_object() else _begun()


@contextmanager
def _begun() -> Iterator[None]:
    here = g._get_current_object()
    for check in _permissions:
        check()
    _leave_the_read_view()
    now = here.catat_work = Work()
    kept = False
    try:
        with _connected() as now.connection:
            now.driver = now.connection.connection.driver_connection
            yield from _keep_or_undo(now)
        kept = True
    finally:
        del here.catat_work
        if not kept:
            _regret(now.regrets)


def when_undone(action: Callable[[], object]) -> None:
    """Call `action()` after the present transaction() was undone, outside of it; never when it is kept.

    For what must survive a refusal: a denial in the audit, a counted try, the cookie that a browser holds.
    """
    now = work()
    if now is not None:
        now.regrets.append(action)


@contextmanager
def _connected() -> Iterator[Connection]:
    """A connection whose transaction ends with the block: the group's on SQLite, one from the pool on PostgreSQL."""
    if driver.engine().dialect.name == "sqlite":
        with writer().turn() as connection:
            yield connection
    else:
        with driver.engine().connect() as connection, connection.begin():
            yield connection


def _keep_or_undo(now: Work) -> Iterator[None]:
    """One member of a group on SQLite is kept or undone by a savepoint of its own."""
    _on_sqlite(now, "SAVEPOINT member")
    try:
        yield
        if (session := session_in_use()) is not None:
            session.commit()
        _on_sqlite(now, "RELEASE member")
    except BaseException:
        if (session := session_in_use()) is not None:
            session.rollback()
        _on_sqlite(now, "ROLLBACK TO member", "RELEASE member")
        raise


def _on_sqlite(now: Work, *statements: str) -> None:
    if now.connection is None or now.connection.dialect.name != "sqlite":
        return
    for statement in statements:
        # a full disk has undone the whole group: shared/group_commit.py tells all
        if now.driver.in_transaction:
            driver.run(now.driver, now.connection.dialect, statement)


def _regret(regrets: list[Callable[[], object]]) -> None:
    if (session := session_in_use()) is not None:
        session.expire_all()  # a lost group leaves objects behind whose rows are not there
    for action in reversed(regrets):
        try:
            action()
        except (SQLAlchemyError, group_commit.GroupLost) as failure:
            # what undid the transaction is told to the person; this one can only be told to the operator
            log.error("after an undone transaction: %s", type(failure).__name__)


def _leave_the_read_view() -> None:
    """End the read transaction that queries before the block began, so that the block sees the newest rows.

    A roll-back also forgets what objects looked like then: inside the block they are read again.
    """
    driver.give_back()
    if (session := session_in_use()) is not None:
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("rows were changed outside of transaction()")
        session.rollback()


def upsert(
    table: Table | Any, values: Mapping[str, Any] | Sequence[Mapping[str, Any]], *, key: Sequence[str],
    update: Sequence[str] = (), change: Mapping[str, Any] | None = None,
) -> Any:  # fmt: skip
    """INSERT ... ON CONFLICT (key) DO UPDATE, on either database.

    `update`: columns that take the new value; `change`: columns with an expression over the stored row;
    neither: DO NOTHING.
    """
    target = getattr(table, "__table__", table)
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(target).values(values)
    taken = {**{name: statement.excluded[name] for name in update}, **(change or {})}
    if not taken:
        return statement.on_conflict_do_nothing(index_elements=list(key))
    return statement.on_conflict_do_update(index_elements=list(key), set_=taken)
