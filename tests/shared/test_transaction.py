"""transaction(): together or not at all, durable when it returns, many at once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, update

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


@pytest.mark.parametrize("write", [insert(Tries), delete(Tries), update(Tries).values(count=1)])
def test_a_statement_that_writes_outside_of_a_transaction_is_noticed(app: Flask, write: Any) -> None:
    with pytest.raises(RuntimeError):
        db.db.session.execute(write)
    _add(b"a")
    with pytest.raises(RuntimeError):
        db.db.session.execute(select(Tries))
    db.db.session.rollback()


def test_inside_a_transaction_objects_show_the_newest_rows(app: Flask) -> None:
    with db.transaction():
        _add(b"a")
    mine = db.db.session.execute(select(Tries)).scalar_one()
    with app.app_context(), db.transaction():
        db.db.session.execute(update(Tries).values(count=7))
    with db.transaction():
        assert mine.count == 7


def test_what_must_survive_is_done_after_the_roll_back_the_newest_first(app: Flask) -> None:
    done: list[str] = []
    with pytest.raises(KeyError), db.transaction():
        db.when_undone(lambda: done.append("first"))
        with db.transaction():
            db.when_undone(lambda: done.append("second"))
        raise KeyError
    assert done == ["second", "first"]
    with db.transaction():
        db.when_undone(lambda: done.append("never"))
    db.when_undone(lambda: done.append("not in a transaction"))
    assert done == ["second", "first"]


def test_a_try_counts_though_the_use_case_around_it_was_refused(app: Flask) -> None:
    for _ in range(3):
        with pytest.raises(KeyError), db.transaction():
            throttle.hit("pin", "somebody", limit=3, per_seconds=3600)
            raise KeyError
    assert not throttle.hit("pin", "somebody", limit=3, per_seconds=3600)


def test_of_many_tries_at_once_exactly_the_limit_passes(app: Flask) -> None:
    passed: list[bool] = []

    def work() -> None:
        with app.app_context():
            passed.append(throttle.hit("pin", "somebody", limit=5, per_seconds=3600))

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 5


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
