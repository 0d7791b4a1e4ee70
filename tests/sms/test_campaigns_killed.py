"""A campaign whose process is killed, again and again: every phone gets its one text, none gets two."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import CHECKOUT
from sms.campaigns import feeding
from sms.models.campaigns import Campaign, CampaignText
from tests.databases import TestDatabases
from tests.sms.conftest import NOW
from tests.sms.test_campaigns import bulk, campaign, send_all
from webapp.households import service as households
from webapp.places import service as places
from webapp.shared import clock
from webapp.shared.db import db

KILLS = 5
LOOP = f"""
from datetime import datetime
from sms.campaigns import feeding
from webapp.app import create_app
from webapp.shared import clock
with create_app().app_context(), clock.frozen(datetime.fromisoformat("{NOW.isoformat()}")):
    while True:
        feeding.step()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, databases: TestDatabases) -> Iterator[Flask]:
    with databases.fresh(request.param) as made, made.app_context(), clock.frozen(NOW):
        places.load_reference()
        households.make_demo(400, 7)
        yield made
        db.session.remove()


def rows() -> int:
    db.session.rollback()
    return db.session.query(CampaignText).count()


def test_killed_in_the_middle_every_phone_gets_one_text(app: Flask) -> None:
    one = campaign()
    settings = app.config["CATAT"]
    env = os.environ | {"CATAT_DATABASE_URL": settings.database_url, "CATAT_KEYS": str(settings.keys),
                        "CATAT_STATISTICS_KEYS": str(settings.statistics_keys)}  # fmt: skip
    chance = random.Random(1)
    for kill in range(KILLS):
        seen, until = rows(), time.monotonic() + 30
        process = subprocess.Popen([sys.executable, "-c", LOOP], cwd=Path(CHECKOUT), env=env)
        while rows() == seen and kill < 2 and process.poll() is None:
            assert time.monotonic() < until
        time.sleep(chance.uniform(0.0, 0.15))
        assert process.poll() is None, "the loop must not end by itself"
        process.kill()
        process.wait()
    for _ in range(20):
        feeding.step()
    send_all()
    feeding.step()
    texts = bulk()
    assert len(texts) == one.counted == len({text.phone_index for text in texts})
    assert {text.state for text in texts} == {"DELIVERED"}
    assert db.session.get_one(Campaign, one.id, populate_existing=True).state == "done"
