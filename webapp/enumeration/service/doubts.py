"""Soft checks of a draft: asked once about the same answers, never in the way, and sealed with the answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from webapp.enumeration.rules import steps
from webapp.enumeration.rules.doubts import ASKED, KEPT, NEW, PAGE, state_of, token, with_note
from webapp.enumeration.rules.members import Member
from webapp.enumeration.service.drafts import put_page
from webapp.enumeration.service.sittings import Family, SavedPage
from webapp.questionnaire.rules import LOOKED_AT, Doubt, doubts_about, family_doubts
from webapp.questionnaire.service import Page
from webapp.shared import clock
from webapp.shared.db import transaction

States = dict[UUID, dict[str, str]]


class Raised(NamedTuple):
    """A soft check that fires, of whom, and whether it was asked about these answers."""

    doubt: Doubt
    member: Member
    state: str

    @property
    def token(self) -> str:
        return token(self.doubt, self.member.position)


def raised(family: Family) -> list[Raised]:
    """Everything that is odd about the family as it stands, in the order of its members."""
    members, day = family.members, family.sitting.day
    if not family_doubts([{**member.answers, **family.answers(member)} for member in members], day):
        return []  # nearly everybody: cheaper than sorting out the answers that no longer apply
    found = family_doubts([_told(family, member) for member in members], day)
    return [Raised(doubt, members[doubt.at], _state(family, members[doubt.at], doubt)) for doubt in found]


def raised_on(family: Family, member: Member, page: Page) -> list[Raised]:
    """What is odd about one member's answers alone, as far as this page holds one of them."""
    day = family.sitting.day
    if page.keys.isdisjoint(LOOKED_AT) or not doubts_about({**member.answers, **family.answers(member)}, day):
        return []  # as above
    found = doubts_about(_told(family, member), day)
    return [
        Raised(doubt, member, _state(family, member, doubt))
        for doubt in found
        if not page.keys.isdisjoint(doubt.check.looks_at)
    ]


def ask(family: Family, member: Member, page: Page, said_right: Collection[str] = ()) -> bool:
    """After a page was saved: keep what was said to be right (tokens), and tell whether something is to be asked now.

    Asked is noted at once, so that it is asked once. Raises PageChanged.
    """
    found = raised_on(family, member, page)
    right = [each for each in found if each.token in said_right and each.state != KEPT]
    fresh = [each for each in found if each.state == NEW and each not in right]
    if right or fresh:
        _note(
            family, member, [(each.doubt, KEPT) for each in right] + [(each.doubt, ASKED) for each in fresh]
        )
    return bool(fresh)


def keep(family: Family, said_right: Collection[str]) -> None:
    """Keep what was said to be right on the summary; a token of other answers says nothing. Raises PageChanged."""
    with transaction():
        for each in raised(family):
            if each.token in said_right and each.state != KEPT:
                _note(family, each.member, [(each.doubt, KEPT)])


def carry_over(family: Family, known: States) -> None:
    """A correction begins with what was asked about the same answers before, in the caller's transaction."""
    for each in raised(family):
        state = known.get(each.member.id, {}).get(each.doubt.check.key, NEW)
        if state != NEW:
            _note(family, each.member, [(each.doubt, state)])


def states(family: Family) -> States:
    """What a version seals: by member the checks that fire and whether each was asked or said to be right."""
    found: States = {}
    for each in raised(family):
        found.setdefault(each.member.id, {})[each.doubt.check.key] = each.state
    return found


def _told(family: Family, member: Member) -> dict[str, Any]:
    """A member's answers, without those that no longer apply (married, of a child whose birth date was corrected)."""
    answers = {**member.answers, **family.answers(member)}
    person = steps.person_of(member, family.sitting.day)
    return {**member.answers, **family.sitting.definition.applicable(answers, person)}


def _notes(family: Family, member: Member) -> dict[str, Any]:
    saved = family.pages.get(member.id, {}).get(PAGE)
    return saved.values if saved else {}


def _state(family: Family, member: Member, doubt: Doubt) -> str:
    return state_of(doubt, _notes(family, member))


def _note(family: Family, member: Member, told: Iterable[tuple[Doubt, str]]) -> None:
    notes = _notes(family, member)
    for doubt, state in told:
        notes = with_note(doubt, state, notes)
    saved = family.pages.get(member.id, {}).get(PAGE)
    revision = saved.revision if saved else 0
    with transaction():
        put_page(family.sitting, member, PAGE, notes, revision)
    family.pages.setdefault(member.id, {})[PAGE] = SavedPage(revision + 1, notes, clock.now())
