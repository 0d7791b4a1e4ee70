"""Where an enumerator stood, if she let it be known, is where later plans take the door to be."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.fieldwork.conftest import SignedIn
from webapp.fieldwork import queries, rules
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, new_id


@pytest.mark.parametrize("sent", [("", ""), ("x", "111"), ("nan", "111"), ("51.5", "0.1"), ("-7.1", "")])
def test_nothing_nonsense_and_places_abroad_are_no_position(sent: tuple[str, str]) -> None:
    assert rules.read_position(*sent) is None


@pytest.mark.parametrize(
    ("sent", "kept"), [(("-7.151", "111.591"), (-7.151, 111.591)), (("", ""), (None, None))]
)
def test_an_outcome_keeps_the_position_that_came_with_it(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn, sent: tuple[str, str],
    kept: tuple[float | None, float | None],
) -> None:  # fmt: skip
    data = {"outcome": "not_at_home", "client_id": str(new_id()), "latitude": sent[0], "longitude": sent[1]}
    answer = signed_in(officer.username).post(f"/fieldwork/doors/{registered}", data=data)
    assert answer.status_code == 303
    db.session.rollback()
    (facts,) = queries.facts_of([registered])
    assert facts.asked == kept
