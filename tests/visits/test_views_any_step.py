"""From each step of the form a family can turn to a visit: choose a time, see, move and cancel it, then go on."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask

from tests.enumeration.family import Walker
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.places import service as places
from webapp.staff import service as staff
from webapp.visits import service as visits

ASKED_BEFORE_A_SEAT = {"/", "/privacy"}


def walker(app: Flask) -> Walker:
    places.load_reference()
    enumeration.ensure_stages(demo=True)
    households.make_demo(24, seed=7)
    staff.make_demo_staff()
    visits.open_demo_offers()
    family: Any = households.samples(1)[0]
    return Walker(app.test_client(), family, letter=True)


def test_each_step_leads_to_a_visit(app: Flask) -> None:
    family = walker(app)
    family.open("/")
    steps = 0
    while not family.path.startswith("/receipt"):
        if family.path not in ASKED_BEFORE_A_SEAT:
            assert 'href="/visit"' in family.html, family.path
            steps += 1
        family.press()
    assert steps > 8


def test_a_visit_is_chosen_seen_moved_and_cancelled_in_the_middle_and_nothing_is_lost(app: Flask) -> None:
    family = walker(app)
    family.walk("/form/person/1/identity")
    family.open("/visit")
    offers = re.findall(r'name="offer" id="[^"]*" value="([^"]*)"', family.html)
    family.post("/visit", {"offer": offers[0]})
    assert "Petugas akan datang" in family.html
    family.open("/visit?change=1")
    family.post("/visit?change=1", {"offer": offers[1]})
    assert "Petugas akan datang" in family.html
    family.open("/visit?cancel=1")
    family.post("/visit", {"action": "cancel"})
    assert "Pilih waktu kunjungan" in family.html
    family.open("/form/housing")
    assert "checked" in family.html
    family.open("/form/person/1/identity")
    family.walk("/form/summary")
