"""Saving a page of a draft: one upsert, which notices when somebody else has saved the same page in between."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from webapp.enumeration.models import DraftPage, RosterPage
from webapp.enumeration.rules.members import ANY, Member
from webapp.enumeration.rules.refusals import PageChanged
from webapp.enumeration.service import keys
from webapp.enumeration.service.sittings import Family, SavedPage, Sitting
from webapp.questionnaire.service import Page
from webapp.shared import clock, sealing
from webapp.shared.db import db, transaction

_draft, _roster = cast(Table, DraftPage.__table__), cast(Table, RosterPage.__table__)


def stored(family: Family, member: Member, page: Page) -> tuple[int, dict[str, Any]]:
    """What is kept of a page, roster answers included, and the revision to print into its form (0: never saved)."""
    saved = family.pages.get(member.id, {}).get(page.key)
    known = {key: value for key, value in member.answers.items() if key in page.keys}
    return (saved.revision, {**known, **saved.values}) if saved else (0, known)


def save_page(
    family: Family,
    member: Member,
    page: Page,
    values: Mapping[str, Any],
    seen: int = ANY,
    *,
    missing: int = 0,
) -> None:
    """Keep the answers to a page. seen: the revision that the form was made from; missing: left empty by leaving.

    Saving the same again changes nothing. Raises PageChanged when another save came in between and says otherwise.
    """
    revision, before = stored(family, member, page)
    if revision and dict(values) == before:
        return
    if seen not in (ANY, revision):
        raise PageChanged
    homes = {question.key: question.home for question in page.questions}
    answers = {key: value for key, value in values.items() if homes[key] == "answers"}
    roster = {key: value for key, value in values.items() if homes[key] == "roster"}
    changed = {key: value for key, value in member.answers.items() if key not in page.keys} | roster
    with transaction():
        put_page(family.sitting, member, page.key, answers, revision, missing=missing)
        if changed != member.answers:
            put_member(family.sitting, member, changed)
    moment = clock.now()
    family.pages.setdefault(member.id, {})[page.key] = SavedPage(revision + 1, answers, moment)
    family.sitting.saved_at = moment


def put_page(
    sitting: Sitting, member: Member, page: str, answers: dict[str, Any], revision: int, *, missing: int = 0
) -> None:
    """Seal and keep one page, in the caller's transaction. Raises PageChanged when `revision` is no longer the last."""
    version_id, member_id = sitting.version_id, member.id
    sealed = sealing.seal_with(
        sitting.key, keys.page_aad(version_id, member_id, page), sealing.to_json(answers)
    )
    values = {"b_version_id": version_id, "b_member_id": member_id, "b_page": page, "b_revision": 1,
              "b_missing": missing, "b_sealed": sealed, "b_saved_at": clock.now()}  # fmt: skip
    found = db.session.execute(_upsert_page(db.engine.dialect.name), values).scalar_one()
    if found != revision + 1:
        raise PageChanged  # somebody saved it since we read it; the transaction undoes ours


@cache
def _upsert_page(dialect: str) -> Any:
    """The statement is made once: building it costs more than running it."""
    names = [column.name for column in _draft.columns]
    values = {name: bindparam(f"b_{name}", type_=_draft.c[name].type) for name in names}
    made: Any = (postgresql if dialect == "postgresql" else sqlite).insert(_draft).values(values)
    new = {name: made.excluded[name] for name in ("sealed", "saved_at", "missing")}
    return made.on_conflict_do_update(
        index_elements=["version_id", "member_id", "page"], set_={**new, "revision": _draft.c.revision + 1}
    ).returning(_draft.c.revision)


_update_member = (
    update(_roster)
    .where(
        _roster.c.version_id == bindparam("b_version_id"),
        _roster.c.member_id == bindparam("b_member_id"),
        _roster.c.revision == bindparam("b_seen"),
    )
    .values(sealed=bindparam("b_sealed"), saved_at=bindparam("b_saved_at"), revision=bindparam("b_revision"))
)


def put_member(sitting: Sitting, member: Member, answers: dict[str, Any]) -> None:
    """Change a member's roster answers, in the caller's transaction. Raises PageChanged."""
    before = member.answers
    member.answers = answers
    values = {
        "b_version_id": sitting.version_id, "b_member_id": member.id, "b_seen": member.revision,
        "b_sealed": keys.seal_roster(sitting.version_id, member.id, member.as_sealed()),
        "b_saved_at": clock.now(), "b_revision": member.revision + 1,
    }  # fmt: skip
    done = cast(CursorResult[Any], db.session.execute(_update_member, values))
    if done.rowcount == 0:
        member.answers = before
        raise PageChanged
    member.revision += 1
