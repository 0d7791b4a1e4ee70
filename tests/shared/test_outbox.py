"""Texts that must leave are rows, written with the fact that they tell."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from webapp.shared import db, outbox
from webapp.shared.outbox import OutboxMessage


def _rows() -> list[OutboxMessage]:
    db.db.session.rollback()
    return list(db.db.session.execute(select(OutboxMessage)).scalars())


def test_number_and_parameters_are_sealed_and_come_back(app: Flask) -> None:
    with db.transaction():
        outbox.enqueue("thanks", "+6281200000001", {"name": "Siti"}, priority="bulk")
    (row,) = _rows()
    assert (outbox.phone_of(row), outbox.params_of(row)) == ("+6281200000001", {"name": "Siti"})
    assert b"6281200000001" not in row.phone_sealed
    assert (row.state, row.priority) == ("QUEUED", 9)


def test_a_text_of_an_undone_fact_is_never_sent(app: Flask) -> None:
    with pytest.raises(KeyError), db.transaction():
        outbox.enqueue("thanks", "+6281200000001", {})
        raise KeyError
    assert _rows() == []


def test_a_second_answer_to_the_same_text_is_the_first(app: Flask) -> None:
    asked = db.new_id()
    with db.transaction():
        first = outbox.enqueue("help", "+6281200000001", {"v": 1}, in_reply_to=asked)
        other = outbox.enqueue("help", "+6281200000001", {}, in_reply_to=asked, n=1)
    with db.transaction():
        again = outbox.enqueue("help", "+6281200000001", {"v": 2}, in_reply_to=asked)
    assert (again == first, other != first, len(_rows())) == (True, True, 2)
    assert outbox.params_of(next(row for row in _rows() if row.id == first)) == {"v": 1}


def test_texts_that_answer_nothing_are_all_kept(app: Flask) -> None:
    with db.transaction():
        for _ in range(3):
            outbox.enqueue("notice", "+6281200000001", {})
    assert db.db.session.execute(select(func.count()).select_from(OutboxMessage)).scalar_one() == 3


def test_a_text_copied_to_another_row_does_not_open(app: Flask) -> None:
    with db.transaction():
        outbox.enqueue("a", "+6281200000001", {})
        outbox.enqueue("b", "+6281200000002", {})
    one, two = _rows()
    one.phone_sealed = two.phone_sealed
    with pytest.raises(outbox.sealing.SealBroken):
        outbox.phone_of(one)
    db.db.session.expunge_all()
