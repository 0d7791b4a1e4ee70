"""What a draft that was not sent still lacks, as numbers by section, without its answers.

The answers are sealed for the family. What stands in plain is which pages were saved and how many questions were
left empty on each; of pages that were never saved, the questions that surely would have been asked are counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from webapp.enumeration.rules.members import Member, living_here
from webapp.enumeration.rules.steps import is_confirmed, person_of
from webapp.questionnaire.rules import Definition

Saved = Mapping[UUID, Mapping[str, int]]  # by member and page: how many were left empty
SECTIONS = ("address", "housing", "members", "persons")


def missing_by_section(
    definition: Definition, address: Member, members: Sequence[Member], saved: Saved, day: date
) -> dict[str, int]:
    """At least how many answers are missing, by section; a section without any is left out."""
    found = dict.fromkeys(SECTIONS, 0)
    pages = saved.get(address.id, {})
    for page in definition.pages("household"):
        own = pages.get(page.key, len(page.missing(address.answers)))
        found[page.key if page.key in found else "housing"] += own
    found["members"] = sum(not is_confirmed(member) for member in members) if members else 1
    for member in living_here(members):
        person, pages = person_of(member, day), saved.get(member.id, {})
        for page in definition.pages("person"):
            found["persons"] += pages.get(page.key, len(page.missing(member.answers, person)))
    return {section: n for section, n in found.items() if n}
