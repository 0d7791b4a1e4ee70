"""Neighbourhood heads and the families of their RT."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from sms.models import Phone
from sms.models.office import LEADS, Head, Lead
from webapp.households.models import Household
from webapp.places.models import Sls
from webapp.shared import sealing
from webapp.shared.db import db


def head(phone_id: UUID) -> Head | None:
    """The neighbourhood head whose phone this is."""
    return db.session.get(Head, phone_id)


def in_rt_of(phone_id: UUID, tail: str) -> UUID | None:
    """The one family in a head's RT whose letter ends so; None if there is none, or more than one."""
    found = head(phone_id)
    if found is None:
        return None
    inside = Household.sls_id == found.sls_id, Household.letter_number.endswith(tail, autoescape=True)
    ids = db.session.scalars(select(Household.id).where(*inside).limit(2)).all()
    return ids[0] if len(ids) == 1 else None


def uncounted_tails(sls_id: UUID, states: Sequence[str]) -> list[str]:
    """The last four digits of the letters of an RT's families in these states, in the order of the register."""
    inside = Household.sls_id == sls_id, Household.state.in_(states), Household.origin == "register"
    numbers = db.session.scalars(select(Household.letter_number).where(*inside).order_by(Household.id))
    return [number[-4:] for number in numbers]


def registered(scope: ColumnElement[bool]) -> Sequence[tuple[Head, Phone, str, str]]:
    """The heads within a condition on Head.village_code: with their phone, RT and RW, by village."""
    rows = db.session.execute(
        select(Head, Phone, Sls.rt, Sls.rw)
        .join(Phone, Phone.id == Head.phone_id)
        .join(Sls, Sls.id == Head.sls_id)
        .where(scope)
        .order_by(Head.village_code, Sls.rw, Sls.rt)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def leads(household_id: UUID) -> list[tuple[datetime, str]]:
    """What heads hinted at about a family, the newest first."""
    found = db.session.scalars(select(Lead).where(Lead.household_id == household_id).order_by(Lead.id.desc()))
    return [(one.at, sealing.unseal(LEADS, one.id, "said", one.said_sealed).decode()) for one in found]
