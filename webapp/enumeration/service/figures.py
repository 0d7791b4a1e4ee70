"""Figures about the form itself: at which step families leave it, how long a person takes, whether it was easy.

Nothing is written while a family answers, but for the one tap after the receipt. The jobs loop counts what is there
already: which pages of a draft exist and when they were saved (never what they say), and the facts of sent forms.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, select

from webapp.enumeration.models import (
    DraftPage,
    Facts,
    FeedbackCount,
    PaceCount,
    RosterPage,
    StepCount,
    Version,
)
from webapp.enumeration.rules import figures
from webapp.shared import clock, throttle
from webapp.shared.db import db, transaction, upsert

DAYS = 14  # counted again at each turn; older days stay as they are
LEFT_AFTER = timedelta(hours=24)  # a form that nobody has touched for a day was left
ONE_SITTING = 90  # minutes; whoever took longer made a pause
_A_DAY, _FIRST_PAGES = 24 * 3600, frozenset({"identity"})
_announced: dict[str, float] = {"until": 0.0, "minutes": figures.USUAL_MINUTES}


@dataclass(slots=True)
class _Draft:
    opened_at: datetime
    definition: str
    state: str
    pages: set[str] = field(default_factory=set)
    persons: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    members_saved: bool = False
    last_position: int = 0
    touched_at: datetime | None = None

    def step(self) -> str:
        behind = self.persons.get(self.last_position, set()) - _FIRST_PAGES
        return figures.last_step(
            frozenset(self.pages), members_saved=self.members_saved, last_person_saved=bool(behind)
        )


def say(how: str, browser: str) -> None:
    """One tap after the receipt: one more for a day, once a browser's session. Nothing leads back to the family."""
    if how not in figures.FEEDBACK or not throttle.hit("feedback", browser, 1, _A_DAY):
        return
    row = {"day": clock.today(), "how": how, "n": 1}
    with transaction():
        db.session.execute(
            upsert(FeedbackCount, row, key=["day", "how"], change={"n": FeedbackCount.__table__.c.n + 1})
        )


def count_steps() -> None:
    """For the jobs loop: of the forms begun on each of the last days, how many reached and left each step."""
    first = clock.today() - timedelta(days=DAYS - 1)
    since, moment = clock.at_wib(first), clock.now()
    reached: Counter[tuple[date, str, str]] = Counter()
    stopped: Counter[tuple[date, str, str]] = Counter()
    for day, definition in _sent(since):
        reached.update((day, definition, step) for step in figures.STEPS)
    for draft in _drafts(since).values():
        day, last = clock.to_wib(draft.opened_at).date(), draft.step()
        reached.update(
            (day, draft.definition, step) for step in figures.STEPS[: figures.STEPS.index(last) + 1]
        )
        if draft.state == "left" or (draft.touched_at or draft.opened_at) < moment - LEFT_AFTER:
            stopped[day, draft.definition, last] += 1
    rows = [{"day": day, "definition_version": definition, "step": step, "reached": n,
             "stopped": stopped[day, definition, step]} for (day, definition, step), n in reached.items()]  # fmt: skip
    with transaction():
        db.session.execute(delete(StepCount).where(StepCount.day >= first))
        if rows:
            db.session.execute(insert(StepCount), rows)


def _own(since: datetime) -> tuple[Any, ...]:
    """A family's own first forms: neither an officer's nor a correction."""
    return Version.channel == "web", Version.corrects.is_(None), Version.opened_at >= since


def _sent(since: datetime) -> list[tuple[date, str]]:
    sent = select(Version.opened_at, Version.definition_version).where(*_own(since), Version.state == "sent")
    return [(clock.to_wib(opened).date(), definition) for opened, definition in db.session.execute(sent)]


def _drafts(since: datetime) -> dict[UUID, _Draft]:
    """What is not sent, with the names of its saved pages."""
    pages = db.session.execute(
        select(Version.id, Version.opened_at, Version.definition_version, Version.state, RosterPage.position,
               RosterPage.revision, DraftPage.page, DraftPage.saved_at)
        .join(RosterPage, RosterPage.version_id == Version.id)
        .outerjoin(DraftPage, and_(DraftPage.version_id == Version.id,
                                   DraftPage.member_id == RosterPage.member_id))
        .where(*_own(since), Version.state != "sent")
    )  # fmt: skip
    found: dict[UUID, _Draft] = {}
    for version_id, opened, definition, state, position, revision, page, saved_at in pages:
        draft = found.setdefault(version_id, _Draft(opened, definition, state))
        draft.last_position = max(draft.last_position, position)
        draft.members_saved = draft.members_saved or (position > 0 and revision > 0)
        if page is not None:
            draft.pages.add(page)
            draft.persons[position].add(page)
            draft.touched_at = max(draft.touched_at or saved_at, saved_at)
    return found


def count_pace() -> None:
    """For the jobs loop: how many minutes a person the forms of the last days took."""
    since = clock.now() - timedelta(days=DAYS)
    rows = db.session.execute(
        select(Facts.minutes, Facts.persons)
        .join(Version, Version.id == Facts.version_id)
        .where(Version.channel == "web", Version.corrects.is_(None), ~Version.conflicting,
               Facts.sent_at >= since, Facts.minutes <= ONE_SITTING, Facts.persons > 0)
    )  # fmt: skip
    forms = Counter(min(figures.LONGEST_PACE, max(1, -(-minutes // persons))) for minutes, persons in rows)
    with transaction():
        db.session.execute(delete(PaceCount))
        if forms:
            db.session.execute(insert(PaceCount), [{"minutes": k, "forms": n} for k, n in forms.items()])


def minutes_per_person() -> int:
    """The announced time: the median of what was measured, 5 until there is enough; read once a minute."""
    if time.monotonic() >= _announced["until"]:
        _announced["minutes"] = figures.announced_minutes(pace())
        _announced["until"] = time.monotonic() + 60
    return int(_announced["minutes"])


def forget_announced() -> None:
    """Read it again at the next page."""
    _announced["until"] = 0.0


def pace() -> Mapping[int, int]:
    """How many forms took so many minutes a person."""
    rows = db.session.execute(select(PaceCount.minutes, PaceCount.forms)).all()
    return {row.minutes: row.forms for row in rows}


def feedback(since: date) -> Mapping[str, int]:
    """How many said easy, fair or hard."""
    rows = db.session.execute(
        select(FeedbackCount.how, func.sum(FeedbackCount.n))
        .where(FeedbackCount.day >= since)
        .group_by(FeedbackCount.how)
    )
    return {how: int(n) for how, n in rows}


def step_counts(since: date) -> list[StepCount]:
    """The counted steps of each day, the newest day first."""
    rows = select(StepCount).where(StepCount.day >= since)
    return list(db.session.scalars(rows.order_by(StepCount.day.desc(), StepCount.definition_version)))
