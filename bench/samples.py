"""Made-up families of one shape, found in the register of a demo census."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared import clock
from webapp.shared.db import db

_ADULT_YEARS, _CHUNK = 18, 400


def families_of_adults(app: Flask, members: int, count: int) -> list[dict[str, Any]]:
    """So many unclaimed families (or all there are) with this number of members, all of them grown up.

    As `households sample` gives them: nik (the head's), kk, letter_number; and members.
    """
    found: list[dict[str, Any]] = []
    latest = clock.today() - timedelta(days=(_ADULT_YEARS + 1) * 366)
    with app.app_context():
        unclaimed = select(Household.id, Household.letter_number).where(Household.claimed_at.is_(None))
        rows = db.session.execute(unclaimed.order_by(Household.id)).tuples().all()
        for start in range(0, len(rows), _CHUNK):
            letters = dict(rows[start : start + _CHUNK])
            for household_id, people in households.rosters(letters).items():
                grown = all(person.birth_date is not None and person.birth_date < latest for person in people)
                head = next((person for person in people if person.relationship == "head"), people[0])
                if len(people) == members and grown and head.nik and len(found) < count:
                    found.append({"nik": head.nik, "kk": households.kk_number(household_id),
                                  "letter_number": letters[household_id], "members": members})  # fmt: skip
            if len(found) == count:
                break
        db.session.remove()
    return found
