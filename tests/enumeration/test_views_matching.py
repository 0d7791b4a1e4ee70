"""A coordinator settles who a family is that the register lacks; figures follow, and the family keeps what it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.enumeration.family import PIN, Walker
from webapp.enumeration import service
from webapp.households import queries, rules
from webapp.households import service as households
from webapp.households.models import Household, Person
from webapp.households.rules import settling
from webapp.households.service.rows import NewMember, person_row
from webapp.shared.audit import AuditRow
from webapp.shared.db import db, transaction
from webapp.staff import rules as staff_rules
from webapp.staff import service as staff
from webapp.staff.models import Task
from webapp.visits import service as visits

CARD = {"nik": "3316991203850009", "kk": "3316991203240009", "letter_number": ""}
NAMES = ("Sumirah Lestari", "Joko Santoso", "Dewi Anggraini")


@pytest.fixture
def register(families: list[Any]) -> UUID:
    """A family of the register in Cepu, of three."""
    staff.make_demo_staff()
    household_id = households.find_by_letter(families[0]["letter_number"])
    assert household_id is not None
    with transaction():
        db.session.execute(Person.__table__.delete().where(Person.household_id == household_id))  # type: ignore[attr-defined]
        for place, name in enumerate(NAMES, 1):
            who = NewMember(
                f"331699120385010{place}",
                name,
                "female",
                f"19{place}5-03-12",
                "head" if place == 1 else "other",
            )
            db.session.execute(
                Person.__table__.insert().values(person_row(household_id, place, who, families[0]["kk"]))
            )  # type: ignore[attr-defined]
    return household_id


@pytest.fixture
def village(register: UUID) -> str:
    return households.card(register).village_code


def record(walker: Walker, village: str, until: str = "/form/summary", first: str = NAMES[0]) -> UUID:
    """The family records itself with its new card."""
    walker.known = CARD
    walker.post("/", CARD)
    with_names = {
        "m1-relationship": "head",
        "m1-name": first,
        "area": village[:8],
        "village": village,
        "rt": "3",
    }
    if not walker.path.startswith("/unmatched"):
        walker.open("/unmatched")
    walker.walk(until, with_names)
    return db.session.scalars(select(Household.id).where(Household.origin == "unmatched")).one()


def coordinator(app: Flask, name: str = "koordinator.cepu") -> FlaskClient:
    client = app.test_client()
    sent = {"username": name, "password": staff_rules.DEMO_PASSWORD}
    assert client.post("/staff/sign-in", data=sent).status_code == 303
    return client


def figures(village: str) -> tuple[int, int, int]:
    """(denominator, complete, waiting to be matched) of a village; the roll-up agrees with the families."""
    assert households.recount() == []
    row = next(row for row in queries.coverage() if row.village_code == village)
    return row.families, row.complete, row.unmatched


def decide(client: FlaskClient, family: UUID, outcome: str, **more: Any) -> int:
    return client.post(
        f"/staff/unmatched/{family}", data={"outcome": outcome, "ground": "head", **more}
    ).status_code


def test_unmatched_families_stay_out_of_every_figure_until_settled(
    walker: Walker, village: str, app: Flask
) -> None:
    before = figures(village)
    record(walker, village, "/receipt/")
    assert figures(village) == (*before[:2], 1)


def test_the_page_ranks_who_is_most_alike_and_shortens_what_it_shows(
    walker: Walker, village: str, register: UUID, app: Flask
) -> None:
    family = record(walker, village)
    task = db.session.scalars(select(Task).where(Task.kind == "unmatched", Task.subject_id == family)).one()
    client = coordinator(app)
    assert f"/staff/unmatched/{task.subject_id}" in client.get("/staff/tasks").text
    html = client.get(f"/staff/unmatched/{family}").text
    assert html.index(str(register)) > 0
    assert "1 nama mirip" in html
    assert "Sum.. Les.." in html
    assert not any(hidden in html for hidden in (*NAMES, CARD["nik"], CARD["kk"], "3316991203850101"))
    read = db.session.scalars(select(AuditRow).where(AuditRow.action == "village read")).one()
    assert read.subject == village


@pytest.mark.parametrize(("outcome", "denominator", "counted"), [
    ("same", 0, 1), ("split", 1, 1), ("moved_in", 1, 1), ("duplicate", 0, 0), ("not_resident", 0, 0),
])  # fmt: skip
def test_after_each_decision_the_figures_follow_and_the_family_keeps_what_it_has(
    walker: Walker, new_browser: Callable[..., Walker], village: str, register: UUID, app: Flask,
    *, outcome: str, denominator: int, counted: int,
) -> None:  # fmt: skip
    families, complete, _unmatched = figures(village)
    family = record(walker, village, "/receipt/")
    number = service.receipt_of(family)
    client = coordinator(app)
    assert decide(client, family, outcome, target=register) == 303
    assert figures(village) == (families + denominator, complete + counted, 0)
    assert (
        db.session.scalars(select(Task).where(Task.kind == "unmatched", Task.closed_at.is_(None))).all() == []
    )
    again = new_browser()
    again.known = CARD
    again.post("/", CARD)
    again.open("/pin?have=1")
    again.post("/pin?have=1", {"pin": PIN})
    assert again.path == f"/receipt/{number}"
    assert "Diputuskan" in client.get(f"/staff/unmatched/{family}").text
    assert client.post(f"/staff/unmatched/{family}/undo").status_code == 303
    assert figures(village) == (families, complete, 1)
    assert db.session.scalars(select(Task.id).where(Task.kind == "unmatched", Task.closed_at.is_(None))).all()
    assert decide(client, family, "moved_in") == 303, "and it can be decided anew"


def test_with_a_new_card_the_old_card_and_letter_open_the_same_family(
    walker: Walker, village: str, register: UUID, families: list[Any], app: Flask
) -> None:
    family = record(walker, village, "/receipt/")
    letter = families[0]["letter_number"]
    client = coordinator(app)
    assert decide(client, family, "same", target=register) == 303
    assert households.find_by_pair("3316991203850102", families[0]["kk"]) == family
    assert households.find_by_letter(letter) == family
    assert {person.name for person in households.roster(family)} >= set(NAMES)
    assert households.card(register).state == rules.INELIGIBLE
    client.post(f"/staff/unmatched/{family}/undo")
    assert households.find_by_letter(letter) == register
    assert [person.name for person in households.roster(register)] == list(NAMES)
    assert households.card(register).state == rules.EXPECTED
    assert households.find_by_pair(CARD["nik"], CARD["kk"]) == family


def test_a_split_takes_only_the_members_who_were_ticked(
    walker: Walker, village: str, register: UUID, app: Flask
) -> None:
    family = record(walker, village)
    leaving = households.roster(register)[2].id
    client = coordinator(app)
    assert decide(client, family, "split", target=register, moved=[str(leaving)]) == 303
    assert [person.name for person in households.roster(register)] == list(NAMES[:2])
    assert NAMES[2] in {person.name for person in households.roster(family)}
    assert {households.card(one).state for one in (register, family)} == {"expected", "begun"}
    client.post(f"/staff/unmatched/{family}/undo")
    assert {person.name for person in households.roster(register)} == set(NAMES)


def test_the_booking_of_the_family_stays_whatever_is_decided(
    walker: Walker, village: str, register: UUID, app: Flask
) -> None:
    visits.open_demo_offers()
    family = record(walker, village)
    visits.book(family, visits.offers_for(family)[0].id, "web")
    assert decide(coordinator(app), family, "duplicate", target=register) == 303
    assert visits.booking_of(family) is not None


def test_a_family_that_has_answered_itself_is_a_duplicate_and_no_new_card(
    walker: Walker,
    new_browser: Callable[..., Walker],
    village: str,
    families: list[Any],
    app: Flask,
) -> None:
    other = new_browser(families[1], letter=True)
    other.walk("/receipt/")
    target = households.find_by_letter(families[1]["letter_number"])
    assert target is not None
    place = Household.__table__.update().where(Household.id == target)  # type: ignore[attr-defined]
    with transaction():
        db.session.execute(place.values(village_code=village))
    family = record(walker, village, "/receipt/")
    client = coordinator(app)
    answer = client.post(
        f"/staff/unmatched/{family}", data={"outcome": "same", "ground": "card", "target": target}
    )
    assert answer.status_code == 409
    assert "kode 198" in answer.text
    assert decide(client, family, "duplicate", target=target) == 303
    assert db.session.scalar(select(func.count()).where(Household.state == "ineligible")) == 1


@pytest.mark.parametrize("sent", [{}, {"outcome": "same", "ground": "card"}, {"outcome": "moved_in", "ground": "x"},
                                  {"outcome": "eaten", "ground": "card", "target": "no"}])  # fmt: skip
def test_half_a_decision_is_none(walker: Walker, village: str, app: Flask, sent: dict[str, str]) -> None:
    family = record(walker, village)
    answer = coordinator(app).post(f"/staff/unmatched/{family}", data=sent)
    assert answer.status_code == 422
    assert "kode 197" in answer.text
    assert households.settlement_of(family) is None


def test_colleagues_enumerators_and_strangers_neither_see_nor_decide(
    walker: Walker, village: str, register: UUID, app: Flask
) -> None:
    family = record(walker, village)
    for client, status in ((coordinator(app, "koordinator.jati"), 403), (coordinator(app, "petugas.cepu.1"), 403),
                           (app.test_client(), 401)):  # fmt: skip
        assert client.get(f"/staff/unmatched/{family}").status_code == status
        assert decide(client, family, "moved_in") == status
        assert client.post(f"/staff/unmatched/{family}/undo").status_code == status
    assert households.settlement_of(family) is None
    assert coordinator(app).get(f"/staff/unmatched/{register}").status_code == 404


def test_a_decision_of_a_moment_ago_is_not_overwritten(walker: Walker, village: str, app: Flask) -> None:
    family = record(walker, village)
    client = coordinator(app)
    assert decide(client, family, "moved_in") == 303
    assert decide(client, family, "not_resident") == 409
    assert households.card(family).origin == rules.DOOR


def test_set_aside_and_sent_all_the_same_waits_for_somebody_again(
    walker: Walker, village: str, register: UUID, app: Flask
) -> None:
    family = record(walker, village)
    assert decide(coordinator(app), family, "not_resident") == 303
    walker.walk("/receipt/")
    assert figures(village)[2] == 1
    assert db.session.scalars(select(Task.id).where(Task.kind == "unmatched", Task.closed_at.is_(None))).all()


def test_names_are_shortened() -> None:
    assert settling.masked("Sumirah Lestari Ayu") == "Sum.. Les.. Ayu"
