"""Saving a page of a draft: one upsert, which notices when somebody else has saved the same page in between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table, bindparam, update

from webapp.enumeration.models import DraftPage, RosterPage
from webapp.enumeration.rules.members import ANY, Member
from webapp.enumeration.rules.refusals import PageChanged
from webapp.enumeration.service import keys
from webapp.enumeration.service.sittings import Family, SavedPage, Sitting
from webapp.questionnaire.service import Page
from webapp.shared import clock, sealing
from webapp.shared.db import transaction
from webapp.shared.quick import Quick

_draft, _roster = cast(Table, DraftPage.__table__), cast(Table, RosterPage.__table__)


def _keep(insert: Any) -> Any:
    new = insert(_draft)
    change = {name: new.excluded[name] for name in ("sealed", "saved_at", "missing")}
    return new.on_conflict_do_update(
        index_elements=["version_id", "member_id", "page"], set_={**change, "revision": _draft.c.revision + 1}
    ).returning(_draft.c.revision)


_keep_page = Quick(_keep)
_change_member = Quick(
    update(_roster)
    .where(
        _roster.c.version_id == bindparam("of_version"),
        _roster.c.member_id == bindparam("of_member"),
        _roster.c.revision == bindparam("seen"),
    )
    .values(sealed=bindparam("as_sealed"), saved_at=bindparam("moment"), revision=bindparam("following"))
)


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
    kept = _keep_page.all(version_id=version_id, member_id=member_id, page=page, revision=1, missing=missing,
                          sealed=sealed, saved_at=clock.now())  # fmt: skip
    if kept[0][0] != revision + 1:
        raise PageChanged  # somebody saved it since we read it; the transaction undoes ours


def put_member(sitting: Sitting, member: Member, answers: dict[str, Any]) -> None:
    """Change a member's roster answers, in the caller's transaction. Raises PageChanged."""
    before = member.answers
    member.answers = answers
    values = {
        "of_version": sitting.version_id, "of_member": member.id, "seen": member.revision,
        "as_sealed": keys.seal_roster(sitting.version_id, member.id, member.as_sealed()),
        "moment": clock.now(), "following": member.revision + 1,
    }  # fmt: skip
    if _change_member.write(**values) == 0:
        member.answers = before
        raise PageChanged
    member.revision += 1
