"""One walk through the form finds what the questions asked one by one find, whatever is answered."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from webapp.enumeration.rules import steps
from webapp.enumeration.rules.members import ADDRESS, Member, living_here
from webapp.enumeration.service.sittings import Family, SavedPage, Sitting
from webapp.enumeration.service.walked import Walked, is_complete, walk
from webapp.questionnaire import service as questionnaire

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def a_family(dice: random.Random, blanks: float) -> Family:
    """Three members, of whom one may have moved away, each question answered but for some."""
    definition = questionnaire.definition(questionnaire.current())

    def said(keys: Any) -> dict[str, Any]:
        return {key: value(key) for key in keys if dice.random() >= blanks}

    def value(key: str) -> Any:
        question = definition.questions[key]
        if question.options:
            return dice.choice(question.options).key
        return f"{dice.randint(1930, 2026)}-03-04" if question.kind.name == "date" else "7"

    everyone, pages = [Member(UUID(int=1), ADDRESS, answers=said(["rt"]))], {}
    for position in range(1, 4):
        roster = {
            "name": "Siti",
            "presence": dice.choice(["present", "new", "moved"]),
            "relationship": "head",
        }
        everyone.append(
            Member(UUID(int=1 + position), position, answers=roster | said(["birth_date", "sex"]))
        )
    for member in everyone:
        scope = "person" if member.position else "household"
        pages[member.id] = {page.key: SavedPage(1, said(page.keys), NOW) for page in definition.pages(scope)}
    sitting = Sitting(
        UUID(int=9), UUID(int=8), UUID(int=7), "web", None, "draft", NOW, definition, NOW, b"", ""
    )
    return Family(sitting, everyone, pages)


def person(family: Family, each: Walked) -> Any:
    return steps.person_of(each.member, family.sitting.day) if each.member.position else None


@pytest.mark.parametrize("blanks", [0, 0.02, 0.5])
def test_a_walk_finds_what_the_single_questions_find(blanks: float) -> None:
    dice = random.Random(f"{blanks}")
    found = set()
    for _ in range(60):
        family = a_family(dice, blanks)
        everyone = walk(family)
        found.add(is_complete(everyone))
        assert is_complete(everyone) == (family.first_open() == steps.SUMMARY)
        for each in everyone:
            if each.member in living_here(family.members) or not each.member.position:
                definition, who = family.sitting.definition, person(family, each)
                assert each.applicable == definition.applicable(each.known, who)
                assert each.lacking == definition.missing(each.known, who)
                shown = [q for page in definition.shown_pages(each.known, who) for q in page.questions]
                assert each.unanswered == sum(
                    q.key not in each.known and q.applies(each.known, who) for q in shown
                )
            else:
                assert each.asked == ()
    assert found == {0: {True}, 0.02: {True, False}, 0.5: {False}}[blanks]
