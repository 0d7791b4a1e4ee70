"""What tests of filling in share: a page's form with changes, and what the statistics office reads."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from bench.family import answers
from tests.enumeration.family import Walker, pairs
from webapp.enumeration.models import Version
from webapp.enumeration.service import keys
from webapp.shared import sealing
from webapp.shared.db import db


def filled(walker: Walker, **changes: str) -> dict[str, list[str]]:
    """What the open page's form sends, with changes."""
    sent = pairs(answers(walker.form(), walker.known))
    return sent | {name: [value] for name, value in changes.items()}


def born(year: int, month: int = 3, day: int = 4) -> dict[str, str]:
    """The fields of a birth date."""
    return {"birth_date-day": str(day), "birth_date-month": str(month), "birth_date-year": str(year)}


def token_on(html: str) -> str:
    """The value of the first "Ya, benar" of a page."""
    found = re.search(r'name="right" value="([^"]*)"', html)
    assert found, html
    return found[1]


def alone(n: int = 1) -> dict[str, str]:
    """The members page of a family of which only the first n live here."""
    return {f"m{at}-presence": "present" if at <= n else "moved" for at in range(1, 25)}


def office_reads(app: Flask, version_id: UUID | None = None) -> dict[str, Any]:
    """A sent version (the only one, if not said), opened with the statistics office's private key."""
    wanted = Version.id == version_id if version_id else Version.state == "sent"
    version = db.session.scalars(select(Version).where(wanted)).one()
    line = (app.config["CATAT"].statistics_keys / "office.key").read_text().strip()
    private = base64.b64decode(line.rpartition(":")[2])
    key = sealing.unwrap_with(private, version.office_key, keys.office_info(version.id))
    assert version.sealed_answers is not None
    plain = sealing.unseal_with(key, keys.answers_aad(version.id), version.sealed_answers)
    found: dict[str, Any] = json.loads(plain)
    return found
