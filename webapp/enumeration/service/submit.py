"""Sending: everything is sealed into one version, and the receipt exists only after the commit."""

from __future__ import annotations

import secrets as chance
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, select, update

from webapp.enumeration.models import DraftPage, Receipt, Version
from webapp.enumeration.rules import numbers, steps
from webapp.enumeration.rules.members import Member
from webapp.enumeration.rules.refusals import NotComplete, PageChanged
from webapp.enumeration.rules.stages import door_of
from webapp.enumeration.service import conflicts, doubts, facts, keys, stages
from webapp.enumeration.service.sittings import Family, load
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
    if family.first_open() != steps.SUMMARY:
        raise NotComplete
    check_family([member.answers for member in family.members])
    kind = "corrected" if sitting.corrects else "submitted"
    households.record_event(sitting.household_id, kind, sitting.channel, sitting.by)
    conflicting = conflicts.settle(sitting.household_id, sitting.version_id, sitting.corrects)
    soft = doubts.states(family)
    _close_version(family, soft, conflicting=conflicting)
    _take_drafts_away(family)
    facts.write(family, sum(len(checks) for checks in soft.values()))
    number = _write_receipt(family)
    if conflicting and not sitting.corrects:
        village_code = households.card(sitting.household_id).village_code
        staff.open_task(conflicts.TASK, village_code, sitting.household_id, "enumeration.conflict")
    elif not conflicting:
        events.announce(f"household_{kind}", household_id=sitting.household_id, version_id=sitting.version_id,
                        channel=sitting.channel, by=sitting.by, receipt=number, phone=None)  # fmt: skip
    return number


def _close_version(family: Family, soft: doubts.States, *, conflicting: bool) -> None:
    sitting = family.sitting
    aad = keys.answers_aad(sitting.version_id)
    sealed = sealing.seal_with(sitting.key, aad, sealing.to_json(told(family, soft)))
    closed = _close.write(version_id=sitting.version_id, moment=clock.now(), conflicts=conflicting,
                          spoken=i18n.language(), answers=sealed)  # fmt: skip
    if closed == 0:
        raise _SentMeanwhile


def told(family: Family, soft: doubts.States) -> dict[str, Any]:
    """Everything that the family has said: what a version seals. Answers that no longer apply are left out.

    soft: the soft checks that fire, each "kept" (said to be right), "asked" (and not answered) or "new" (not asked).
    """
    definition = family.sitting.definition
    return {
        "definition": definition.version,
        "address": family.address.answers,
        "household": definition.applicable({**family.address.answers, **family.answers(family.address)}),
        "members": [_told_of(family, member, soft.get(member.id, {})) for member in family.members],
    }


def _told_of(family: Family, member: Member, soft: dict[str, str]) -> dict[str, Any]:
    person = steps.person_of(member, family.sitting.day)
    answers = family.answers(member)
    kept = (
        family.sitting.definition.applicable({**member.answers, **answers}, person)
        if member.lives_here
        else {}
    )
    return {
        "id": member.id.hex,
        "person": member.person,
        "roster": member.answers,
        "answers": {key: value for key, value in kept.items() if key in answers},
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
