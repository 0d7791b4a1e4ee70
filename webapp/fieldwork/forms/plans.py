"""What the pages of plans may send."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from wtforms import HiddenField, IntegerField, SelectMultipleField
from wtforms.validators import NumberRange

from webapp.fieldwork.rules.planning import TERRAINS
from webapp.shared.forms import Form
from webapp.shared.i18n import N_


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class PlanForm(Form):
    """Days and people of a plan."""

    days = SelectMultipleField(N_("Hari"), validate_choice=False)
    people = SelectMultipleField(N_("Petugas"), validate_choice=False)
    minutes = IntegerField(N_("Menit untuk satu wawancara"), [NumberRange(5, 120, N_("Isi angka 5 sampai 120."))],
                           default=20)  # fmt: skip
    terrain = HiddenField(N_("Medan"), default="plain")

    @property
    def chosen_days(self) -> list[date]:
        return [day for text in self.days.data or () if (day := _day(text))]

    @property
    def chosen_people(self) -> list[UUID]:
        return [one for text in self.people.data or () if (one := _uuid(text))]

    @property
    def options(self) -> dict[str, Any]:
        known = self.terrain.data if self.terrain.data in TERRAINS else "plain"
        return {"minutes": self.minutes.data, "terrain": known}


class MoveForm(Form):
    """Doors, and who takes them when: `to` is 'person day'."""

    doors = SelectMultipleField(N_("Keluarga"), validate_choice=False)
    to = HiddenField()
    confirmed = HiddenField()

    @property
    def chosen_doors(self) -> list[UUID]:
        return [one for text in self.doors.data or () if (one := _uuid(text))]

    @property
    def target(self) -> tuple[UUID, date] | None:
        person, _, text = (self.to.data or "").partition(" ")
        who, day = _uuid(person), _day(text)
        return (who, day) if who and day else None
