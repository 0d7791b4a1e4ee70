"""What staff may know of a sent version in plain: figures about the answering, and where a NIK was counted."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert

from webapp.enumeration.models import Facts, PersonIndex
from webapp.enumeration.rules import steps
from webapp.enumeration.rules.members import Member, living_here
from webapp.enumeration.service.sittings import Family
from webapp.households import service as households
from webapp.shared import clock, sealing
from webapp.shared.quick import Quick

_MOST_MINUTES = 32_000
_put_facts, _index_person = Quick(insert(Facts)), Quick(insert(PersonIndex))


def write(family: Family, soft_checks: int) -> None:
    """Keep them, in the caller's transaction."""
    sitting = family.sitting
    minutes = int((clock.now() - sitting.opened_at).total_seconds() // 60)
    figures = {
        "version_id": sitting.version_id, "persons": len(living_here(family.members)),
        "minutes": min(minutes, _MOST_MINUTES), "missing": unanswered(family), "soft_checks": soft_checks,
        "channel": sitting.channel, "enumerator_id": UUID(sitting.by) if sitting.by else None,
        "sent_at": clock.now(),
    }  # fmt: skip
    _put_facts.write(**figures)
    niks = {member.answers.get("nik") for member in family.members}
    if not all(niks):
        in_register = {person.id.hex: person.nik for person in households.roster(sitting.household_id)}
        niks = {member.answers.get("nik") or in_register.get(member.person) for member in family.members}
    _index_person.write_each(
        {"version_id": sitting.version_id, "nik_index": sealing.blind_index("nik", str(nik))}
        for nik in niks
        if nik
    )


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
