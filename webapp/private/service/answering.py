"""Answering alone: the same person pages, saved one by one, sent once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update

from webapp.private import rules
from webapp.private.models import PrivatePage, PrivateVersion
from webapp.private.service import keys
from webapp.private.service.entering import require_open
from webapp.questionnaire import service as questionnaire
from webapp.questionnaire.service import Definition, Page, Person
from webapp.shared import clock, i18n, sealing
from webapp.shared.db import db, transaction, upsert
from webapp.shared.errors import SignedOut

Answers = dict[str, Any]


@dataclass(slots=True)
class Sitting:
    """A member before the questions. pages: revision and values by page; key: the data key in plain."""

    version_id: UUID
    state: str
    definition: Definition
    opened_at: datetime
    saved_at: datetime | None
    pages: dict[str, tuple[int, Answers]]
    key: bytes = field(repr=False)

    @property
    def answers(self) -> Answers:
        """Everything that was said so far."""
        return {
            k: v for page, (_, values) in self.pages.items() if page != keys.ABOUT for k, v in values.items()
        }

    @property
    def person(self) -> Person:
        """Who answers, as the questions see it: somebody who lives here."""
        about = self.pages[keys.ABOUT][1] if keys.ABOUT in self.pages else {}
        return Person({**about, "presence": "present"}, clock.to_wib(self.opened_at).date())

    def first_open(self) -> str | None:
        """The page on which something is missing, None when all is said."""
        return self.definition.open_page(self.answers, self.person)


def load(version_id: UUID, key: bytes) -> Sitting:
    """The version with its pages. Raises SignedOut for one that goes on nowhere."""
    row = db.session.execute(
        select(PrivateVersion.state, PrivateVersion.definition_version, PrivateVersion.opened_at).where(
            PrivateVersion.id == version_id
        )
    ).one_or_none()
    if row is None or row.state == "left":
        raise SignedOut
    pages: dict[str, tuple[int, Answers]] = {}
    saved: datetime | None = None
    kept = db.session.execute(
        select(PrivatePage.page, PrivatePage.revision, PrivatePage.sealed, PrivatePage.saved_at).where(
            PrivatePage.version_id == version_id
        )
    )
    for page, revision, sealed, at in kept:
        plain = sealing.unseal_with(key, keys.page_aad(version_id, page), sealed)
        pages[page] = revision, json.loads(plain.decode())
        saved = max(saved or at, at) if page != keys.ABOUT else saved
    return Sitting(
        version_id,
        row.state,
        questionnaire.definition(row.definition_version),
        row.opened_at,
        saved,
        pages,
        key,
    )


def stored(sitting: Sitting, page: Page) -> tuple[int, Answers]:
    """What is kept of a page and its revision; before it is saved, what the register knows."""
    if page.key in sitting.pages:
        return sitting.pages[page.key]
    return 0, {k: v for k, v in sitting.person.roster.items() if k in page.keys}


def save_page(sitting: Sitting, page: Page, values: Mapping[str, Any], seen: int | None) -> None:
    """Keep the answers to a page. Raises PageSavedElsewhere when another window saved something else in between."""
    revision, before = sitting.pages.get(page.key, (0, {}))
    if revision and dict(values) == before:
        return
    if seen is not None and seen != revision:
        raise rules.PageSavedElsewhere
    row = keys.page_row(sitting.version_id, sitting.key, page.key, dict(values), revision + 1)
    with transaction():
        if sitting.state != "draft":
            raise SignedOut
        kept = upsert(PrivatePage, row, key=["version_id", "page"], update=["revision", "sealed", "saved_at"])
        db.session.execute(kept)
    sitting.pages[page.key] = revision + 1, dict(values)
    sitting.saved_at = row["saved_at"]


def send(version_id: UUID, key: bytes) -> None:
    """Seal everything for the statistics office alone; again changes nothing. Raises PagesMissing, DoorClosed.

    The member's copy of the key goes: what was sent can be replaced by a new answer, and not be read here again.
    """
    sitting = load(version_id, key)
    if sitting.state == "sent":
        return
    require_open()
    if sitting.first_open() is not None:
        raise rules.PagesMissing
    answers = sitting.definition.applicable(sitting.answers, sitting.person)
    told = {
        "definition": sitting.definition.version,
        "nik": sitting.person.roster.get("nik", ""),
        "answers": answers,
    }
    sealed = sealing.seal_with(key, keys.answer_aad(version_id), sealing.to_json(told))
    values = {
        "state": "sent",
        "sent_at": clock.now(),
        "own_key": None,
        "sealed": sealed,
        "language": i18n.language(),
    }
    with transaction():
        mine = update(PrivateVersion).where(PrivateVersion.id == version_id, PrivateVersion.state == "draft")
        if cast(CursorResult[Any], db.session.execute(mine.values(values))).rowcount:
            db.session.execute(delete(PrivatePage).where(PrivatePage.version_id == version_id))
