"""Blank letters: printed with a number and without a family, bound at the door to the family that gets one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Table, insert, update

from webapp.households import rules
from webapp.households.models import BlankLetter, Household
from webapp.households.service.find import card
from webapp.households.service.letters import write_private
from webapp.households.service.papers.letter import Bundle, Letter, draw_letter
from webapp.households.service.posters import UnknownVillage
from webapp.households.service.rows import fresh_letter_numbers
from webapp.places import queries as places
from webapp.shared import audit, clock, i18n
from webapp.shared.db import db, transaction
from webapp.shared.paper import Paper
from webapp.shared.settings import settings

_blanks, _households = cast(Table, BlankLetter.__table__), cast(Table, Household.__table__)


def write_blanks(village_code: str, count: int, folder: Path, *, reason: str = "", by: str = "") -> Path:
    """Write letters without a family for a village, one PDF. Raises UnknownVillage."""
    if places.village(village_code) is None:
        raise UnknownVillage(village_code)
    with transaction():
        numbers = sorted(fresh_letter_numbers(count))
        rows = [{"number": one, "village_code": village_code, "printed_at": clock.now()} for one in numbers]
        db.session.execute(insert(_blanks), rows)
        audit.record(
            "blank letters written", village_code, reason, f"{count} letters without a family", by=by
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"letters-{village_code}-blank-{clock.now():%Y%m%d-%H%M%S}.pdf"
    write_private(file, _paper(village_code, numbers).to_bytes())
    return file


def _paper(village_code: str, numbers: list[str]) -> Paper:
    known = settings()
    with i18n.use_language("id"):
        bundle = Bundle(
            village=places.village_label(village_code), rt="", rw="", total=len(numbers),
            public_url=known.public_url, office=known.help_address, sms_number=known.sms_office_number,
            sms_is_free=known.sms_is_free,
        )  # fmt: skip
    paper = Paper(f"Surat sensus {village_code}", one_sided=True)
    for place, number in enumerate(numbers, 1):
        draw_letter(paper, bundle, Letter(number, "", "", place))
    return paper


def bind_blank(number: str, household_id: UUID, by: str) -> None:
    """The family gets this letter: its number is the family's from now on, the one before is none any more.

    Raises BlankRefused, also for a letter of another sub-district. by: the user name, for the record.
    """
    sub_district = card(household_id).village_code.rpartition(".")[0] + "."
    free = _blanks.c.number == number, _blanks.c.household_id.is_(None)
    here = _blanks.c.village_code.startswith(sub_district, autoescape=True)
    bound = {"household_id": household_id, "bound_at": clock.now(), "bound_by": by[:40]}
    with transaction():
        done = cast(CursorResult[Any], db.session.execute(update(_blanks).where(*free, here).values(bound)))
        if done.rowcount == 0:
            raise rules.BlankRefused
        letter = update(_households).where(_households.c.id == household_id).values(letter_number=number)
        db.session.execute(letter)
        audit.record("blank letter bound", str(household_id), detail=f"letter ..{number[-2:]}", by=by)
