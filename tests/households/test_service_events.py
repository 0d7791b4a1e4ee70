"""What happens to a household, and that the counts follow."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from webapp.households import queries, rules, service
from webapp.households.models import Count, CountDelta, Household, HouseholdEvent
from webapp.shared import clock, events
from webapp.shared.db import db, transaction


@pytest.fixture
def household_id(register: list[service.Sample]) -> UUID:
    found = service.find_by_letter(register[0]["letter_number"])
    assert found is not None
    return found


def _of_village(household_id: UUID) -> queries.VillageCoverage:
    code = service.card(household_id).village_code
    return next(row for row in queries.coverage() if row.village_code == code)


def test_a_submit_makes_a_household_complete_in_state_log_and_counts(household_id: UUID) -> None:
    before = _of_village(household_id)
    assert service.record_event(household_id, "begun", "web") == "begun"
    assert service.record_event(household_id, "submitted", "web", detail="C-1") == "complete"
    assert service.card(household_id).state == "complete"
    after = _of_village(household_id)
    assert (after.complete, after.expected) == (1, before.expected - 1)
    logged = db.session.scalars(
        select(HouseholdEvent).where(HouseholdEvent.household_id == household_id).order_by(HouseholdEvent.id)
    )
    assert [(event.kind, event.channel, event.detail) for event in logged] == [
        ("registered", "register", "demo 7"), ("begun", "web", ""), ("submitted", "web", "C-1"),
    ]  # fmt: skip


def test_counts_stay_true_over_days_channels_and_folding(household_id: UUID) -> None:
    with clock.frozen(datetime(2026, 11, 1, 20, 0, tzinfo=UTC)):  # 2 November in Blora
        service.record_event(household_id, "refused", "visit", by="s-1")
    service.fold_counts()
    with clock.frozen(datetime(2026, 11, 3, 3, 0, tzinfo=UTC)):
        service.record_event(household_id, "submitted", "web")
    assert service.recount() == []
    assert service.fold_counts() == 2
    assert service.recount() == []
    rows = db.session.execute(select(Count.channel, Count.day, Count.n).where(Count.state == "refused")).all()
    assert [(channel, str(day), n) for channel, day, n in rows] == [("visit", "2026-11-02", 0)]


def test_an_attempt_changes_no_count(household_id: UUID) -> None:
    service.fold_counts()
    assert service.record_event(household_id, "attempted", "visit", by="s-1") == "expected"
    assert db.session.scalars(select(CountDelta)).all() == []


def test_an_outcome_at_the_door_does_not_undo_what_was_sent(household_id: UUID) -> None:
    service.record_event(household_id, "submitted", "sms")
    assert service.record_event(household_id, "moved", "visit") == "complete"


def test_it_refuses_what_cannot_happen(household_id: UUID) -> None:
    with pytest.raises(rules.EventImpossible):
        service.record_event(household_id, "corrected", "web")
    with pytest.raises(rules.UnknownHousehold):
        service.record_event(uuid4(), "begun", "web")
    with pytest.raises(rules.UnknownHousehold):
        service.card(uuid4())
    assert service.card(household_id).state == "expected"


def test_an_event_goes_when_its_transaction_fails(household_id: UUID) -> None:
    with pytest.raises(RuntimeError, match="later"), transaction():
        service.record_event(household_id, "submitted", "web")
        raise RuntimeError("something later")
    assert service.card(household_id).state == "expected"
    assert service.recount() == []


def test_recount_finds_and_mends_a_count_that_is_wrong(household_id: UUID, app: Flask) -> None:
    service.fold_counts()
    with transaction():
        db.session.execute(update(Household).where(Household.id == household_id).values(state="complete"))
    run = app.test_cli_runner()
    told = run.invoke(args=["households", "recount"])
    assert told.exit_code == 1
    assert "complete" in told.stderr
    assert run.invoke(args=["households", "recount", "--mend"]).exit_code == 0
    assert service.recount() == []
    assert _of_village(household_id).complete == 1


def test_the_first_claim_is_remembered(household_id: UUID) -> None:
    with clock.frozen(datetime(2026, 11, 1, 1, 0, tzinfo=UTC)):
        service.mark_claimed(household_id)
    service.mark_claimed(household_id)
    assert service.card(household_id).claimed_at == datetime(2026, 11, 1, 1, 0, tzinfo=UTC)


def test_an_unmatched_family_gets_a_household_once_and_stays_out_of_the_figures(
    register: list[service.Sample],
) -> None:
    told: list[UUID] = []
    events.subscribe("household_unmatched", lambda household_id, village_code: told.append(household_id))
    village_code = register[0]["village_code"]
    pair = "3316994101010009", "3316990101260001"
    made = service.create_unmatched(village_code, "001", *pair, "web")
    assert service.create_unmatched(village_code, "001", *pair, "web") == made
    assert told == [made]
    assert service.find_by_pair(*pair) == made
    card = service.card(made)
    assert (card.origin, card.state, card.rt) == ("unmatched", "expected", "001")
    assert service.find_by_letter(card.letter_number) == made
    assert (service.address(made), service.phone(made)) == ("", None)
    assert service.head_birth_year(made) is None
    figures = queries.total(queries.coverage())
    assert (figures.unmatched, figures.families) == (1, 300)
    service.record_event(made, "submitted", "web")
    assert queries.total(queries.coverage()).complete == 0
    assert service.recount() == []


def test_two_requests_with_one_unknown_pair_make_one_household(
    register: list[service.Sample], app: Flask
) -> None:
    made: list[UUID] = []

    def ask() -> None:
        with app.app_context():
            made.append(service.create_unmatched(register[0]["village_code"], "", "3316994101010009",
                                                 "3316990101260001", "web"))  # fmt: skip

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1
    db.session.rollback()
    assert queries.total(queries.coverage()).unmatched == 1
    assert service.recount() == []


def test_doors_still_to_be_knocked_at_come_by_neighbourhood_and_in_pieces(
    register: list[service.Sample], household_id: UUID
) -> None:
    codes = [row.village_code for row in queries.coverage() if row.expected][:40]
    whole = queries.uncounted(codes, limit=1000)
    assert len(whole) == queries.uncounted_total(codes) > 20
    assert whole == queries.uncounted(codes, limit=20) + queries.uncounted(codes, limit=1000, offset=20)
    assert [(door.village_code, door.rw, door.rt) for door in whole] == sorted(
        (door.village_code, door.rw, door.rt) for door in whole
    )
    service.record_event(household_id, "submitted", "web")
    assert household_id not in {door.id for door in queries.uncounted([register[0]["village_code"]])}


def test_coverage_keeps_to_the_scope_it_is_given(register: list[service.Sample]) -> None:
    from webapp.places.models import Region

    in_cepu = queries.coverage(Region.code.startswith("33.16.05."))
    assert len(in_cepu) == 17
    assert {row.sub_district for row in in_cepu} == {"Cepu"}
