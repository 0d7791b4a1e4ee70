"""What staff may know of a sent version in plain: figures about the answering, and where a NIK was counted."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert

from webapp.enumeration.models import Facts, PersonIndex
from webapp.enumeration.rules.members import living_here
from webapp.enumeration.service.sittings import Family
from webapp.enumeration.service.walked import Walked
from webapp.households import service as households
from webapp.shared import clock, sealing
from webapp.shared.quick import Quick

_MOST_MINUTES = 32_000
_put_facts, _index_person = Quick(insert(Facts)), Quick(insert(PersonIndex))


def write(family: Family, everyone: list[Walked], soft_checks: int) -> None:
    """Keep them, in the caller's transaction."""
    sitting = family.sitting
    minutes = int((clock.now() - sitting.opened_at).total_seconds() // 60)
    figures = {
        "version_id": sitting.version_id, "persons": len(living_here(family.members)),
        "minutes": min(minutes, _MOST_MINUTES), "soft_checks": soft_checks,
        "missing": sum(each.unanswered for each in everyone),
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
