"""Families, places to visit them and phones, for the tests of the text messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from sms import queries, service, texts
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.places import service as places
from webapp.shared import clock, outbox
from webapp.shared.db import db, new_id
from webapp.visits import rules as visit_rules
from webapp.visits import service as visits

NOW = datetime(2030, 6, 3, 3, tzinfo=UTC)  # Monday, 10.00 WIB
PHONE, OTHER_PHONE, THIRD_PHONE = "+6281200000001", "+6281200000002", "+6281200000003"


@dataclass(frozen=True)
class FamilyOfTest:
    """A family of the demo register with what its letter and cards say."""

    id: UUID
    letter: str
    year: str
    nik: str
    kk: str
    village: str

    @property
    def tail(self) -> str:
        return self.letter[-2:]


@pytest.fixture
def census(app: Flask) -> Iterator[Flask]:
    """Places, a small register and open doors, on a fixed day."""
    with clock.frozen(NOW):
        places.load_reference()
        households.make_demo(60, 7)
        for door in ("web", "sms_booking", "wish", "visits", "corrections"):
            enumeration.set_stage(door, NOW - timedelta(days=30), NOW + timedelta(days=90))
        yield app


@pytest.fixture
def families(census: Flask) -> list[FamilyOfTest]:
    """Six families; the first two live in one village if there is such a pair."""
    found = []
    for sample in households.samples(6):
        family_id = households.find_by_letter(sample["letter_number"])
        assert family_id is not None
        found.append(
            FamilyOfTest(family_id, sample["letter_number"], str(sample["birth_year"]), sample["nik"], sample["kk"],
                         households.card(family_id).village_code)
        )  # fmt: skip
    return found


@pytest.fixture
def family(families: list[FamilyOfTest]) -> FamilyOfTest:
    return families[0]


@pytest.fixture
def slots(families: list[FamilyOfTest]) -> Callable[..., int]:
    """Open times in the village of a family."""

    def open_slots(family: FamilyOfTest, days: int = 4, capacity: int = 1) -> int:
        wanted = [date(2030, 6, 3) + timedelta(days=n) for n in range(1, days + 1)]
        sub_district = family.village.rpartition(".")[0]
        return visits.open_offers(sub_district, [family.village], wanted, list(visit_rules.WINDOWS), capacity)

    return open_slots


@dataclass
class PhoneOfTest:
    """A phone in somebody's hand: `says` sends a text and returns the message names of the answer."""

    number: str
    last: UUID | None = None

    def says(self, text: str) -> list[str]:
        self.last = service.receive("console", f"test-{new_id()}", self.number, text)
        assert self.last is not None
        return [row.message for row in queries.replies_to(self.last)]

    def hears(self, text: str) -> list[str]:
        """Like `says`, with the words that are answered."""
        self.says(text)
        assert self.last is not None
        return [worded(row) for row in queries.replies_to(self.last)]


def worded(row: outbox.OutboxMessage) -> str:
    return texts.render(row.message, row.language, outbox.params_of(row))


def notices(number: str) -> list[str]:
    """Message names of what was written to a phone without its asking, the oldest first."""
    db.session.rollback()
    rows = [row for row, _ in queries.thread(number) if isinstance(row, outbox.OutboxMessage)]
    return [row.message for row in rows if row.in_reply_to is None]


@pytest.fixture
def phone(census: Flask) -> PhoneOfTest:
    return PhoneOfTest(PHONE)


@pytest.fixture
def other_phone(census: Flask) -> PhoneOfTest:
    return PhoneOfTest(OTHER_PHONE)
