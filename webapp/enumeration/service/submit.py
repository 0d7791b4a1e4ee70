"""Sending: everything is sealed into one version, and the receipt exists only after the commit."""

from __future__ import annotations

import secrets as chance
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Table, delete, insert, select, update

from webapp.enumeration.models import DraftPage, Facts, PersonIndex, Receipt, Version
from webapp.enumeration.rules import numbers, steps
from webapp.enumeration.rules.members import Member, living_here
from webapp.enumeration.rules.refusals import NotComplete, PageChanged
from webapp.enumeration.service import doubts, keys, stages
from webapp.enumeration.service.sittings import Family, load
from webapp.households import service as households
from webapp.questionnaire.rules import check_family
from webapp.shared import clock, events, i18n, sealing
from webapp.shared.db import db, transaction, upsert
from webapp.staff import service as staff

_draft = cast(Table, DraftPage.__table__)
_MOST_MINUTES = 32_000


class _SentMeanwhile(Exception):
    """A double tap: the other request was first."""


def submit(seat_id: UUID, secrets: dict[str, Any]) -> str:
    """Send what the seat has answered and return the receipt's number; sending again returns the same number.

    Raises DoorClosed, NotComplete, a FamilyRefused, or PageChanged (a page was saved meanwhile: look again).
    """
    family = load(seat_id, secrets)
    if family.sitting.is_sent:
        return _receipt_of(family)
    try:
        with transaction():
            return _send(load(seat_id, secrets))
    except _SentMeanwhile:
        return submit(seat_id, secrets)


def _receipt_of(family: Family) -> str:
    number = select(Receipt.number).where(Receipt.version_id == family.sitting.version_id)
    return db.session.execute(number).scalar_one()


def _send(family: Family) -> str:
    sitting = family.sitting
    if sitting.is_sent:  # a double tap, in the same group of transactions
        return _receipt_of(family)
    stages.require_open(_door(family), sitting.opened_at)
    if family.first_open() != steps.SUMMARY:
        raise NotComplete
    check_family([member.answers for member in family.members])
    kind = "corrected" if sitting.corrects else "submitted"
    households.record_event(sitting.household_id, kind, sitting.channel, sitting.by)
    conflicting = _another_counts(sitting.household_id, sitting.corrects)
    soft = doubts.states(family)
    _close_version(family, soft, conflicting=conflicting)
    _take_drafts_away(family)
    _write_facts(family, sum(len(checks) for checks in soft.values()))
    number = _write_receipt(family)
    if conflicting and not sitting.corrects:
        village_code = households.card(sitting.household_id).village_code
        staff.open_task("conflict", village_code, sitting.household_id, "fieldwork.case")
    elif not conflicting:
        events.announce(f"household_{kind}", household_id=sitting.household_id, version_id=sitting.version_id,
                        channel=sitting.channel, by=sitting.by, receipt=number, phone=None)  # fmt: skip
    return number


def _door(family: Family) -> str:
    if family.sitting.corrects:
        return "corrections"
    return "visits" if family.sitting.channel == "visit" else "web"


def _another_counts(household_id: UUID, corrects: UUID | None) -> bool:
    """Was the family recorded by another way while this draft was open? Then both are kept and a person decides.

    A correction stands where the version stood that it mends.
    """
    if corrects:
        return db.session.execute(select(Version.conflicting).where(Version.id == corrects)).scalar_one()
    already = select(Version.id).where(Version.household_id == household_id, Version.state == "sent").limit(1)
    return db.session.execute(already).first() is not None


def _close_version(family: Family, soft: doubts.States, *, conflicting: bool) -> None:
    sitting = family.sitting
    aad = keys.answers_aad(sitting.version_id)
    values = {
        "state": "sent", "sent_at": clock.now(), "conflicting": conflicting, "officer_key": None,
        "language": i18n.language(),
        "sealed_answers": sealing.seal_with(sitting.key, aad, sealing.to_json(told(family, soft))),
    }  # fmt: skip
    closed = update(Version).where(Version.id == sitting.version_id, Version.state == "draft").values(values)
    if cast(CursorResult[Any], db.session.execute(closed)).rowcount == 0:
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
    gone = db.session.execute(
        delete(_draft)
        .where(_draft.c.version_id == family.sitting.version_id)
        .returning(_draft.c.member_id, _draft.c.page, _draft.c.revision)
    )
    read = {
        (member, key, page.revision) for member, pages in family.pages.items() for key, page in pages.items()
    }
    if {tuple(row) for row in gone} != read:
        raise PageChanged


def _write_facts(family: Family, soft_checks: int) -> None:
    sitting = family.sitting
    minutes = int((clock.now() - sitting.opened_at).total_seconds() // 60)
    facts = {
        "version_id": sitting.version_id, "persons": len(living_here(family.members)),
        "minutes": min(minutes, _MOST_MINUTES), "missing": unanswered(family), "soft_checks": soft_checks,
        "channel": sitting.channel, "enumerator_id": UUID(sitting.by) if sitting.by else None,
        "sent_at": clock.now(),
    }  # fmt: skip
    db.session.execute(insert(Facts).values(facts))
    in_register = {person.id.hex: person.nik for person in households.roster(sitting.household_id)}
    niks = {member.answers.get("nik") or in_register.get(member.person) for member in family.members}
    rows = [
        {"version_id": sitting.version_id, "nik_index": sealing.blind_index("nik", str(nik))}
        for nik in niks
        if nik
    ]
    if rows:
        db.session.execute(insert(PersonIndex), rows)


def unanswered(family: Family) -> int:
    """How many questions that were asked stayed empty, those that may stay empty included."""
    definition, count = family.sitting.definition, 0
    everyone: list[Member] = [family.address, *living_here(family.members)]
    for member in everyone:
        person = steps.person_of(member, family.sitting.day) if member.position else None
        answers = {**member.answers, **family.answers(member)}
        for page in definition.shown_pages(answers, person):
            count += sum(q.key not in answers and q.applies(answers, person) for q in page.questions)
    return count


def _write_receipt(family: Family) -> str:
    sitting = family.sitting
    while True:
        number = numbers.receipt_number(chance.randbelow(numbers.RECEIPTS))
        row = {"number": number, "version_id": sitting.version_id, "household_id": sitting.household_id,
               "sent_at": clock.now()}  # fmt: skip
        kept = upsert(Receipt, row, key=["number"]).returning(Receipt.__table__.c.number)
        if db.session.execute(kept).first():
            return number
