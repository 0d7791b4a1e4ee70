"""Doors and stages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from webapp.enumeration import service
from webapp.enumeration.rules.refusals import DoorClosed
from webapp.shared import audit, clock
from webapp.shared.db import db


def test_in_the_demo_every_door_is_open_and_what_was_set_stays(app: Flask) -> None:
    past = clock.now() - timedelta(days=9)
    service.set_stage("visits", past, past + timedelta(days=1))
    service.ensure_stages(demo=True)
    assert service.door_open("web")
    assert not service.door_open("visits")
    assert service.stage() == "online"


def test_production_gets_no_dates_by_itself_and_its_doors_are_closed(app: Flask) -> None:
    service.ensure_stages(demo=False)
    assert service.doors() == {}
    assert service.stage() == "preparation"


def test_a_closed_door_names_the_next_open_one(app: Flask) -> None:
    now = clock.now()
    service.set_stage("web", now - timedelta(days=9), now - timedelta(days=1))
    service.set_stage("wish", now - timedelta(days=9), now + timedelta(days=9))
    with pytest.raises(DoorClosed) as refused:
        service.require_open("web")
    assert "kunjungan" in str(refused.value.params["opens"])


def test_a_form_opened_before_the_deadline_has_an_hour_of_grace(app: Flask) -> None:
    closes = clock.now()
    service.set_stage("web", closes - timedelta(days=9), closes)
    with clock.shifted(timedelta(minutes=50)):
        service.require_open("web", opened_at=closes - timedelta(minutes=5))
        with pytest.raises(DoorClosed):
            service.require_open("web")
    with clock.shifted(timedelta(minutes=70)), pytest.raises(DoorClosed):
        service.require_open("web", opened_at=closes - timedelta(minutes=5))


def test_changing_a_door_is_audited(app: Flask) -> None:
    service.ensure_stages(demo=True)
    rows = db.session.scalars(
        db.select(audit.AuditRow.subject).where(audit.AuditRow.action == "stage set")
    ).all()
    assert set(rows) == {"web", "sms_booking", "wish", "visits", "corrections"}
