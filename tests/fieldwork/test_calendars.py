"""An enumerator's calendar: well formed, without names, readable with its address only, and only until it is closed."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask

from tests.fieldwork.conftest import MakeFamily, SignedIn
from tests.visits.conftest import MakeOffer
from webapp.fieldwork import service
from webapp.fieldwork.rules.calendars import Event, feed, folded
from webapp.shared.access import StaffIdentity
from webapp.shared.errors import NotFound
from webapp.visits import service as visits

AT = datetime(2030, 6, 4, 1, 0, tzinfo=UTC)


def test_a_feed_has_the_lines_that_rfc_5545_asks_for() -> None:
    text = feed("Kunjungan", [Event("a1", AT, AT, "Janji; surat", "RT 001, Sumber")], AT)
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"VERSION:2.0", "UID:a1@catat", "DTSTART:20300604T010000Z", "DTSTAMP:20300604T010000Z"} <= set(
        lines
    )
    assert "SUMMARY:Janji\\; surat" in lines
    assert "LOCATION:RT 001\\, Sumber" in lines


def test_long_lines_are_folded_at_75_octets_and_never_through_a_letter() -> None:
    line = "LOCATION:" + "désa ☃ " * 30
    parts = folded(line)
    assert max(len(part.encode()) for part in parts) <= 75
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


def test_a_booked_visit_stands_in_her_calendar_without_a_name(
    registered: UUID, offer: MakeOffer, officer: StaffIdentity, ready: Flask
) -> None:
    visits.book(registered, offer(), "web")
    secret = service.open_calendar(officer.id)
    answer = ready.test_client().get(f"/calendars/{secret}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert answer.text.count("BEGIN:VEVENT") == 1
    assert "RT 001" in answer.text
    assert "Sumirah" not in answer.text
    assert "Krajan" not in answer.text


def test_a_new_address_ends_the_old_one_and_closing_ends_both(
    officer: StaffIdentity, family: MakeFamily
) -> None:
    first = service.open_calendar(officer.id)
    second = service.open_calendar(officer.id)
    assert service.read_calendar(second)
    service.close_calendar(officer.id)
    for secret in (first, second, ""):
        with pytest.raises(NotFound):
            service.read_calendar(secret)


def test_the_coordinator_opens_a_calendar_and_a_colleague_elsewhere_does_not(
    officer: StaffIdentity, signed_in: SignedIn
) -> None:
    own, other = signed_in("koordinator.cepu"), signed_in("koordinator.jati")
    address, area = f"/fieldwork/roster/{officer.id}/calendar", {"area": "33.16.05"}
    assert other.post(address, data=area).status_code in (403, 404)
    shown = own.post(address, data=area)
    assert shown.status_code == 200
    assert "/calendars/" in shown.text
    assert "Tutup kalender" in own.get("/fieldwork/roster?area=33.16.05").text
