"""A receipt stands in the published figure of its day, and its holder can show it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.enumeration.family import Walker
from webapp.reporting import queries, service
from webapp.reporting.rules import tree
from webapp.shared import clock


def number_of(walker: Walker) -> str:
    return walker.path.rpartition("/")[2]


def test_a_day_is_published_when_it_has_ended_and_only_once(sent: Walker) -> None:
    assert service.publish_days() == 0
    assert service.counted_on(number_of(sent)) is None
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert service.publish_days() == 3
        assert service.publish_days() == 0
    days = queries.newest_days(10)
    assert [(one.receipts, one.total) for one in days] == [(0, 1), (0, 1), (1, 1)]
    assert service.counted_on(number_of(sent)) == days[-1].day


def test_the_holder_climbs_from_the_receipt_to_the_published_hash(sent: Walker) -> None:
    with clock.frozen(clock.now() + timedelta(days=1)):
        service.publish_days()
    proof = service.proof_of(number_of(sent))
    assert proof is not None
    published = queries.newest_days(1)[0]
    leaf = tree.leaf(number_of(sent), proof.salt)
    assert tree.climb(leaf, proof.path) == proof.tree == published.tree
    assert published.root == tree.chained(tree.EMPTY, published.day.isoformat(), 1, published.tree)


def test_an_unknown_receipt_has_no_proof(app: Flask) -> None:
    assert service.proof_of("123456789012") is None


def test_persons_are_added_up_for_the_newest_version_of_each_family(sent: Walker) -> None:
    assert service.add_up_persons() == 1
    persons, moment = queries.persons_in("33.16")
    assert persons == 1
    assert moment is not None
    assert queries.persons_in("33.17") == (0, None)
