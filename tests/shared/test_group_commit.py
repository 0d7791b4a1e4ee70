"""Group commit on SQLite: what happens when something goes wrong in each place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.databases import TestDatabases
from webapp.shared import clock, db, group_commit
from webapp.shared.group_commit import GroupLost
from webapp.shared.throttle import Tries


@pytest.fixture
def app(databases: TestDatabases) -> Iterator[Flask]:
    with databases.fresh("sqlite") as made, made.app_context():
        yield made


def _add(name: bytes) -> None:
    db.db.session.add(Tries(bucket=name, window_ends=clock.now(), count=1))
    db.db.session.flush()


def _count() -> int:
    db.db.session.rollback()
    return db.db.session.execute(select(func.count()).select_from(Tries)).scalar_one()


class Member(threading.Thread):
    """One transaction in a thread of its own that waits inside for a sign; what it raised is kept."""

    def __init__(self, app: Flask, name: bytes, spoil: str = "") -> None:
        super().__init__(daemon=True)
        self.app, self.row, self.spoil = app, name, spoil
        self.inside, self.go = threading.Event(), threading.Event()
        self.raised: Exception | None = None

    def run(self) -> None:
        try:
            with self.app.app_context(), db.transaction():
                _add(self.row)
                self.inside.set()
                assert self.go.wait(10)
                if self.spoil:
                    db.db.session.execute(text(self.spoil))
        except Exception as failure:  # noqa: BLE001  the test looks at what it was
            self.raised = failure


def _in_one_group(app: Flask, *spoils: str) -> list[Member]:
    """Run members one behind the other in one group: each is let go while the next one already waits."""
    members = [Member(app, bytes([n]), spoil) for n, spoil in enumerate(spoils)]
    writer = db.writer()
    members[0].start()
    assert members[0].inside.wait(10)
    for one, following in zip(members, [*members[1:], None], strict=True):
        if following is not None:
            following.start()
            while not writer._waiting:
                pass
        one.go.set()
        if following is not None:
            assert following.inside.wait(10)
    for one in members:
        one.join(10)
    return members


def _outcomes(members: list[Member]) -> list[type | None]:
    return [None if one.raised is None else type(one.raised) for one in members]


def test_members_of_a_group_share_one_commit(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "LONGEST_GROUP_S", 60.0)
    assert _outcomes(_in_one_group(app, "", "", "")) == [None, None, None]
    assert (db.writer().commits, _count()) == (1, 3)


def test_a_commit_that_fails_fails_every_member_and_keeps_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "LONGEST_GROUP_S", 60.0)
    with app.app_context(), db.transaction():
        db.db.session.execute(text("CREATE TABLE child (parent INTEGER REFERENCES parent(id) "
                                   "DEFERRABLE INITIALLY DEFERRED)"))  # fmt: skip
        db.db.session.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
    members = _in_one_group(app, "", "INSERT INTO child VALUES (7)", "")
    assert _outcomes(members) == [GroupLost, GroupLost, GroupLost]
    assert _count() == 0
    assert isinstance(members[0].raised and members[0].raised.__cause__, IntegrityError)


def test_after_a_lost_group_the_next_one_is_kept(app: Flask) -> None:
    test_a_commit_that_fails_fails_every_member_and_keeps_nothing(app, pytest.MonkeyPatch())
    with db.transaction():
        _add(b"later")
    assert _count() == 1


def test_a_member_that_fails_alone_takes_nobody_with_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "LONGEST_GROUP_S", 60.0)
    assert _outcomes(_in_one_group(app, "", "SELECT nonsense", "")) == [None, OperationalError, None]
    assert _count() == 2


def test_a_roll_back_by_the_database_itself_fails_every_member(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What SQLite does at a full disk or an I/O error; ON CONFLICT ROLLBACK is the same, on demand."""
    monkeypatch.setattr(group_commit, "LONGEST_GROUP_S", 60.0)
    spoil = "INSERT OR ROLLBACK INTO tries SELECT * FROM tries"
    members = _in_one_group(app, "", spoil, "")
    assert _outcomes(members)[0] is GroupLost
    assert _outcomes(members)[1] is not None
    assert _outcomes(members)[2] is None, "the one behind begins a new group"
    assert _count() == 1


def test_a_full_database_loses_nothing_that_was_acknowledged(app: Flask) -> None:
    with db.transaction():
        db.db.session.execute(text("PRAGMA max_page_count = 60"))
    kept = 0
    with pytest.raises((OperationalError, GroupLost)):
        for n in range(100_000):
            with db.transaction():
                db.db.session.add(Tries(bucket=b"%d" % n * 200, window_ends=clock.now(), count=n))
            kept += 1
    assert _count() == kept > 0


def test_an_interrupted_member_frees_the_writer(app: Flask) -> None:
    with pytest.raises(KeyboardInterrupt), db.transaction():
        _add(b"a")
        raise KeyboardInterrupt
    with db.transaction():
        _add(b"b")
    assert _count() == 1


def test_a_transaction_inside_one_of_another_context_is_refused_at_once(app: Flask) -> None:
    with db.transaction(), app.app_context(), pytest.raises(RuntimeError), db.transaction():
        pass


def test_a_commit_left_to_somebody_who_gave_up_is_done_by_a_member(app: Flask) -> None:
    writer = db.writer()
    writer._waiting += 1  # as seen by the member: one waits, who then leaves without taking the turn
    began = clock.now()
    with db.transaction():
        _add(b"a")
    assert (clock.now() - began).total_seconds() < 5
    assert _count() == 1


def test_a_writer_kept_by_another_process_is_a_lost_group_not_a_hang(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "LONGEST_WAIT_FOR_OTHERS_S", 0.05)
    with ExitStack() as held:
        other = group_commit.Turnstile(app.config["CATAT"].sqlite_path)
        held.callback(other.close)
        other.enter(1)
        with pytest.raises(GroupLost), db.transaction():
            _add(b"a")
    with db.transaction():
        _add(b"b")
    assert _count() == 1
