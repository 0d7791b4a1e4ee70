"""The desk for two versions of one family: who may see it, what it shows, what a decision does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from tests.enumeration.family import Walker
from tests.enumeration.test_views_claims import OTHER_PIN, choose, tasks, versions
from tests.enumeration.test_views_pin_numbers import elsewhere, officer
from webapp.enumeration import service
from webapp.enumeration.models import Decision
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared.audit import AuditRow
from webapp.shared.db import db

Browser = Callable[..., Walker]


@pytest.fixture
def two(walker: Walker, new_browser: Browser, families: list[Any]) -> UUID:
    """A household of which two hands have sent a version."""
    walker.walk("/receipt/", {"street": "Gang Zamrud 77"})
    other = new_browser(families[0])
    choose(other, OTHER_PIN)
    other.walk("/receipt/", {"street": "Jalan Kenanga 5"})
    return versions()[0].household_id


def test_only_the_coordinator_of_the_area_sees_the_desk_and_it_shows_no_answers(
    app: Flask, two: UUID
) -> None:
    area = households.card(two).village_code[:8]
    page = f"/conflicts/{two}"
    assert app.test_client().get(page).status_code == 401
    assert officer(app.test_client(), area).get(page).status_code == 403
    assert (
        officer(app.test_client(), elsewhere(area), "koordinator.x", "coordinator").get(page).status_code
        == 403
    )
    html = officer(app.test_client(), area, "koordinator.y", "coordinator").get(page).get_data(as_text=True)
    assert html.count('name="version"') == 2
    assert "Zamrud" not in html
    assert "Kenanga" not in html
    assert "Orang A" not in html


def test_the_decision_says_which_counts_keeps_all_and_closes_the_task(app: Flask, two: UUID) -> None:
    desk = officer(app.test_client(), households.card(two).village_code[:8], "koordinator.y", "coordinator")
    page, (first, second) = f"/conflicts/{two}", versions()
    assert desk.post(page, data={"version": str(second.id)}).status_code == 422
    assert desk.post(page, data={"version": str(two), "ground": "call"}).status_code == 422
    sent = {"version": str(second.id), "ground": "visit", "card_seen": "y", "reason": "kartu ditunjukkan"}
    assert desk.post(page, data=sent).status_code == 303
    first, second = versions()
    assert [(one.state, one.conflicting) for one in (first, second)] == [("sent", True), ("sent", False)]
    assert tasks("conflict") == []
    decided = db.session.scalars(select(Decision)).one()
    assert (decided.version_id, decided.ground, decided.card_seen) == (second.id, "visit", True)
    assert db.session.scalars(select(AuditRow).where(AuditRow.action == "conflict decided")).one().reason
    assert service.receipt_of(two) == service.receipt_of_version(second.id)
    assert db.session.get(Household, two).state == "complete"  # type: ignore[union-attr]
    assert desk.post(page, data={**sent, "version": str(first.id), "ground": "call"}).status_code == 303
    assert [one.conflicting for one in versions()] == [False, True]
    assert "Sudah diputuskan" in desk.get(page).get_data(as_text=True)


def test_the_channel_of_the_version_that_counts_is_the_one_counted(app: Flask, two: UUID) -> None:
    row = db.session.get(Household, two)
    assert row is not None
    assert row.state_channel == "web"
    assert households.recount() == []
