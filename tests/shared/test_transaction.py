"""transaction(): together or not at all, durable when it returns, many at once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from webapp.shared import clock, db, throttle
from webapp.shared.throttle import Tries


def _add(name: bytes) -> None:
    db.db.session.add(Tries(bucket=name, window_ends=clock.now(), count=1))


def _count() -> int:
    db.db.session.rollback()
    return db.db.session.execute(select(func.count()).select_from(Tries)).scalar_one()


def test_what_is_written_in_a_transaction_is_there_afterwards(app: Flask) -> None:
    with db.transaction():
        _add(b"a")
    assert _count() == 1


def test_an_exception_undoes_everything_of_its_transaction(app: Flask) -> None:
    with pytest.raises(KeyError), db.transaction():
        _add(b"a")
        raise KeyError
    assert _count() == 0


def test_an_inner_transaction_joins_the_outer_one(app: Flask) -> None:
    with pytest.raises(KeyError), db.transaction():
        with db.transaction():
            _add(b"a")
        raise KeyError
    assert _count() == 0


def test_changing_rows_outside_of_a_transaction_is_noticed(app: Flask) -> None:
    _add(b"a")
    with pytest.raises(RuntimeError), db.transaction():
        pass
    db.db.session.rollback()


def test_thirty_threads_with_failures_among_them_keep_exactly_what_succeeded(app: Flask) -> None:
    failed = []

    def work(n: int) -> None:
        with app.app_context():
            try:
                with db.transaction():
                    _add(bytes([n]))
                    db.db.session.flush()
                    if n % 3 == 0:
                        raise ValueError
            except ValueError:
                failed.append(n)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == 10
    assert _count() == 20


def test_a_transaction_sees_what_was_committed_before_it_began(app: Flask) -> None:
    assert _count() == 0

    def write() -> None:
        with app.app_context(), db.transaction():
            _add(b"other")

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    with db.transaction():
        seen = db.db.session.execute(select(func.count()).select_from(Tries)).scalar_one()
    assert seen == 1


def test_tries_beyond_the_limit_are_refused_until_the_window_ends(app: Flask) -> None:
    moment = clock.now()
    with clock.frozen(moment):
        answers = [throttle.hit("pin", "somebody", limit=3, per_seconds=60) for _ in range(5)]
        assert throttle.hit("pin", "somebody else", limit=3, per_seconds=60)
    assert answers == [True, True, True, False, False]
    with clock.frozen(moment + timedelta(minutes=2)):
        assert throttle.hit("pin", "somebody", limit=3, per_seconds=60)
