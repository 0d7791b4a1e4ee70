"""Families that have sent, made up and sealed as the form seals them: for the statistics build, without a browser."""

from __future__ import annotations

from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from webapp.enumeration.models import Version
from webapp.enumeration.service import keys
from webapp.households import service as households
from webapp.households.models import Household
from webapp.households.rules import COMPLETE
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.rules import Person
from webapp.questionnaire.rules.question import known
from webapp.shared import clock, sealing
from webapp.shared.db import db, new_id, transaction

_CHUNK = 500


def send_all(seed: int = 1) -> int:
    """Every family of the register sends; returns how many persons. States are set without their events."""
    ids = list(db.session.scalars(select(Household.id).order_by(Household.id)))
    persons = 0
    for start in range(0, len(ids), _CHUNK):
        rosters = households.rosters(ids[start : start + _CHUNK])
        rows = []
        for household_id, people in rosters.items():
            persons += len(people)
            rows.append(version_row(household_id, told_of(people, Random(f"{seed} {household_id}"))))
        with transaction():
            db.session.execute(insert(Version), rows)
            chunk = Household.id.in_(ids[start : start + _CHUNK])
            db.session.execute(update(Household).where(chunk).values(state=COMPLETE))
    return persons


def told_of(people: list[Any], chance: Random) -> dict[str, Any]:
    """What a family might say: every question that is asked gets one of its answers."""
    definition = questionnaire.definition()
    members = []
    for person in people:
        roster = {"name": person.name, "nik": person.nik, "sex": person.sex, "presence": "present",
                  "relationship": person.relationship,
                  "birth_date": person.birth_date.isoformat() if person.birth_date else None}  # fmt: skip
        answers = _answers("person", chance, Person(roster, clock.today()))
        members.append({"id": new_id().hex, "person": person.id.hex, "answers": answers, "soft": {},
                        "roster": {key: value for key, value in roster.items() if value}})  # fmt: skip
    address = {"street": "Jl. Melati", "rt": 3}
    return {"definition": definition.version, "address": address,
            "household": {**address, **_answers("household", chance, None)}, "members": members}  # fmt: skip


def _answers(scope: Any, chance: Random, person: Person | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for page in questionnaire.definition().pages(scope):
        for question in page.questions:
            if question.home == "answers" and question.asked(known(found, person)):
                values = [option.key for option in question.options] or list(question.suggestions)
                found[question.key] = chance.choice(values) if values else "Ada"
    return found


def version_row(household_id: UUID, told: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A sent version, its data key wrapped to the office."""
    version_id, data_key = new_id(), sealing.new_data_key()
    sealed = sealing.seal_with(data_key, keys.answers_aad(version_id), sealing.to_json(told))
    return {
        "id": version_id, "household_id": household_id, "number": 1, "state": "sent", "channel": "web", "by": None,
        "language": "id", "definition_version": told["definition"], "sealed_answers": sealed,
        "opened_at": clock.now(), "sent_at": clock.now(), "conflicting": False, "corrects": None, "claim_id": None,
        **keys.wrapped_keys(version_id, data_key, None, officer=False), **more,
    }  # fmt: skip
