"""The database: one session, one place that commits, ids made before the row is.

Use-cases write inside `with transaction():`, which is the only commit of Catat. On PostgreSQL it is an
ordinary transaction; on SQLite it goes through the group commit of shared/group_commit.py.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, MetaData, Table, Uuid, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, mapped_column

from webapp.shared import columns, group_commit

log = logging.getLogger("catat.db")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


_before: list[Callable[[], None]] = []
_permissions: list[Callable[[], None]] = []


class Base(DeclarativeBase):
    """What every table of Catat is made from."""

    metadata = MetaData(naming_convention=NAMES)


class OneCommitSession(Session):
    """Inside transaction() on SQLite it speaks through the one writer; outside it refuses to write."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **more: Any
    ) -> Engine | Connection:
        writer: Connection | None = self.info.get("writer")
        if writer is not None:
            return writer
        if getattr(clause, "is_dml", False):
            _refuse_stray_rows(self)
        for action in _before:
            action()
        return super().get_bind(mapper=mapper, clause=clause, bind=bind, **more)


@event.listens_for(OneCommitSession, "before_flush")
def _refuse_stray_rows(session: OneCommitSession, *_event: Any) -> None:
    if "in_transaction" not in session.info:
        raise RuntimeError("rows were changed outside of transaction()")


db = SQLAlchemy(
    model_class=Base,
    session_options={
        "class_": OneCommitSession,
        "expire_on_commit": False,
        "join_transaction_mode": "create_savepoint",
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


def before_transaction(action: Callable[[], None]) -> None:
    """Call `action()` before a session takes its connection: whatever else this request holds is given back first."""
    if action not in _before:
        _before.append(action)


def permit_transactions_by(check: Callable[[], None]) -> None:
    """Call `check()` before each transaction() begins; it may refuse by raising."""
    if check not in _permissions:
        _permissions.append(check)


def session_is_busy() -> bool:
    """Does this request's session hold a connection: inside transaction(), or since a read of its own?"""
    return db.session.registry.has() and db.session().in_transaction()


@contextmanager
def transaction() -> Iterator[None]:
    """Everything inside is kept together or not at all; the block's end returns after it is durable.

    Joined, not nested: a use-case called inside another commits with the outer one. An exception undoes all.
    """
    session = db.session()
    if session.info.get("in_transaction"):
        yield
        return
    for check in _permissions:
        check()
    _leave_the_read_view(session)
    regrets: list[Callable[[], object]] = []
    session.info |= {"in_transaction": True, "regrets": regrets}
    kept = False
    try:
        if db.engine.dialect.name == "sqlite":
            with writer().turn() as connection:
                session.info["writer"] = connection
                try:
                    yield from _commit_or_undo(session)
                finally:
                    session.info.pop("writer", None)
        else:
            yield from _commit_or_undo(session)
        kept = True
    finally:
        session.info.pop("in_transaction", None)
        session.info.pop("regrets", None)
        if not kept:
            _regret(session, regrets)


def when_undone(action: Callable[[], object]) -> None:
    """Call `action()` after the present transaction() was undone, outside of it; never when it is kept.

    For what must survive a refusal: a denial in the audit, a counted try, the cookie that a browser holds.
    """
    regrets = db.session().info.get("regrets")
    if regrets is not None:
        regrets.append(action)


def _commit_or_undo(session: Any) -> Iterator[None]:
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _regret(session: Any, regrets: list[Callable[[], object]]) -> None:
    session.expire_all()  # a lost group leaves objects behind whose rows are not there
    for action in reversed(regrets):
        try:
            action()
        except (SQLAlchemyError, group_commit.GroupLost) as failure:
            # what undid the transaction is told to the person; this one can only be told to the operator
            log.error("after an undone transaction: %s", type(failure).__name__)


def _leave_the_read_view(session: Any) -> None:
    """End the read transaction that queries before the block began, so that the block sees the newest rows.

    A roll-back also forgets what objects looked like then: inside the block they are read again.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("rows were changed outside of transaction()")
    session.rollback()
    for action in _before:
        action()


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
