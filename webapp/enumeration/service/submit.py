"""Sending: everything is sealed into one version, and the receipt exists only after the commit."""

from __future__ import annotations

import secrets as chance
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, select, update

from webapp.enumeration.models import DraftPage, Receipt, Version
from webapp.enumeration.rules import numbers
from webapp.enumeration.rules.refusals import NotComplete, PageChanged
from webapp.enumeration.rules.stages import door_of
from webapp.enumeration.service import conflicts, doubts, facts, keys, stages
from webapp.enumeration.service.sittings import Family, load
from webapp.enumeration.service.walked import Walked, is_complete, walk
from webapp.households import service as households
from webapp.questionnaire.rules import check_family
from webapp.shared import clock, events, i18n, sealing
from webapp.shared.db import transaction
from webapp.shared.quick import Quick
from webapp.staff import service as staff

_version, _draft, _receipts = Version.__table__.c, DraftPage.__table__.c, cast(Table, Receipt.__table__)
_receipt = Quick(select(_receipts.c.number).where(_receipts.c.version_id == bindparam("version_id")))
_close = Quick(
    update(Version)
    .where(_version.id == bindparam("version_id"), _version.state == "draft")
    .values(state="sent", sent_at=bindparam("moment"), conflicting=bindparam("conflicts"), officer_key=None,
            language=bindparam("spoken"), sealed_answers=bindparam("answers"))
)  # fmt: skip
_take_drafts = Quick(
    delete(DraftPage)
    .where(_draft.version_id == bindparam("of_version"))
    .returning(_draft.member_id, _draft.page, _draft.revision)
)
_put_receipt = Quick(
    lambda insert: (
        insert(_receipts).on_conflict_do_nothing(index_elements=["number"]).returning(_receipts.c.number)
    )
)


class _SentMeanwhile(Exception):
    """A double tap: the other request was first."""


def submit(seat_id: UUID, secrets: dict[str, Any], also: Callable[[], None] = lambda: None) -> str:
    """Send what the seat has answered and return the receipt's number; sending again returns the same number.

    also: what the caller keeps in the same transaction, once there is a number.
    Raises DoorClosed, NotComplete, a FamilyRefused, or PageChanged (a page was saved meanwhile: look again).
    """
    try:
        with transaction():
            number = _send(load(seat_id, secrets))
            also()
            return number
    except _SentMeanwhile:
        return submit(seat_id, secrets, also)


def _receipt_of(family: Family) -> str:
    found = _receipt.all(version_id=family.sitting.version_id)
    return str(found[0][0])


def _send(family: Family) -> str:
    sitting = family.sitting
    if sitting.is_sent:  # a double tap, in the same group of transactions
        return _receipt_of(family)
    stages.require_open(door_of(sitting.channel, mends=sitting.corrects is not None), sitting.opened_at)
    everyone = walk(family)
    if not is_complete(everyone):
        raise NotComplete
    check_family([member.answers for member in family.members])
    kind = "corrected" if sitting.corrects else "submitted"
    households.record_event(sitting.household_id, kind, sitting.channel, sitting.by)
    conflicting = conflicts.settle(sitting.household_id, sitting.version_id, sitting.corrects)
    soft = doubts.states(family)
    _close_version(family, told(family, everyone, soft), conflicting=conflicting)
    _take_drafts_away(family)
    facts.write(family, everyone, sum(len(checks) for checks in soft.values()))
    number = _write_receipt(family)
    if conflicting and not sitting.corrects:
        village_code = households.card(sitting.household_id).village_code
        staff.open_task(conflicts.TASK, village_code, sitting.household_id, "enumeration.conflict")
    elif not conflicting:
        events.announce(f"household_{kind}", household_id=sitting.household_id, version_id=sitting.version_id,
                        channel=sitting.channel, by=sitting.by, receipt=number, phone=None)  # fmt: skip
    return number


def _close_version(family: Family, said: dict[str, Any], *, conflicting: bool) -> None:
    sitting = family.sitting
    aad = keys.answers_aad(sitting.version_id)
    sealed = sealing.seal_with(sitting.key, aad, sealing.to_json(said))
    closed = _close.write(version_id=sitting.version_id, moment=clock.now(), conflicts=conflicting,
                          spoken=i18n.language(), answers=sealed)  # fmt: skip
    if closed == 0:
        raise _SentMeanwhile


def told(family: Family, everyone: list[Walked], soft: doubts.States) -> dict[str, Any]:
    """Everything that the family has said: what a version seals. Answers that no longer apply are left out.

    soft: the soft checks that fire, each "kept" (said to be right), "asked" (and not answered) or "new" (not asked).
    """
    address, *members = everyone
    return {
        "definition": family.sitting.definition.version,
        "address": address.member.answers,
        "household": address.applicable,
        "members": [_told_of(each, soft.get(each.member.id, {})) for each in members],
    }


def _told_of(each: Walked, soft: dict[str, str]) -> dict[str, Any]:
    return {
        "id": each.member.id.hex,
        "person": each.member.person,
        "roster": each.member.answers,
        "answers": {
            question.key: each.said[question.key] for question in each.asked if question.key in each.said
        },
        "soft": soft,
    }


def _take_drafts_away(family: Family) -> None:
    """Exactly the pages that were read; a page that was saved in between stops the sending."""
    gone = _take_drafts.all(of_version=family.sitting.version_id)
    read = {
        (member, key, page.revision) for member, pages in family.pages.items() for key, page in pages.items()
    }
    if set(gone) != read:
        raise PageChanged


def _write_receipt(family: Family) -> str:
    sitting = family.sitting
    while True:
        number = numbers.receipt_number(chance.randbelow(numbers.RECEIPTS))
        if _put_receipt.all(number=number, version_id=sitting.version_id, household_id=sitting.household_id,
                            sent_at=clock.now()):  # fmt: skip
            return number
