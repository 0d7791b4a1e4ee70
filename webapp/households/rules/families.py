"""How a family of Blora is made up: who is on one card, of which age and sex.

The probabilities were fitted until a large draw met census.md section 8 (3.36 persons a family, 97 men to 100
women, 19.8 % under 15, 16.8 % from 60, the generations of SP2020 by age in 2020); tests hold them there.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

HEAD, SPOUSE, CHILD, CHILD_IN_LAW = "head", "spouse", "child", "child_in_law"
GRANDCHILD, PARENT, OTHER = "grandchild", "parent", "other"

_HEAD_AGES = (20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 90)
_HEAD_WEIGHTS = (1, 4.5, 9, 10.5, 12.5, 13.5, 12, 8, 10.5, 10.5, 6, 2, 1.4)
_BORN_CHILDREN = (0, 1, 2, 3, 4)
_BORN_WEIGHTS = (4, 21, 47, 21, 7)
_STAYS = (
    (18, 1.0),
    (23, 0.9),
    (28, 0.7),
    (34, 0.42),
    (45, 0.2),
    (999, 0.06),
)  # age below which, share at home


class Member(NamedTuple):
    """A place in a family before it has a name; the age in years with its fraction."""

    relationship: str
    age: float
    female: bool


def family(rng: Random) -> list[Member]:
    """A family, the head first, at the moment of the snapshot."""
    band = rng.choices(range(len(_HEAD_WEIGHTS)), _HEAD_WEIGHTS)[0]
    age = rng.uniform(_HEAD_AGES[band], _HEAD_AGES[band + 1])
    head_is_woman = rng.random() < (0.06 if age < 55 else 0.2)
    members = [Member(HEAD, age, head_is_woman)]
    if not head_is_woman and rng.random() < (0.95 if age < 70 else 0.8):
        members.append(Member(SPOUSE, max(17.5, age - rng.gauss(3.4, 3)), True))
    mother_age = members[-1].age if members[-1].female else age - 3
    if len(members) > 1 or rng.random() < 0.75:
        members += _children(rng, mother_age)
    return members + _relatives(rng, age, members)


def _children(rng: Random, mother_age: float) -> list[Member]:
    births, at = [], rng.gauss(23.5, 3.5)
    for _ in range(rng.choices(_BORN_CHILDREN, _BORN_WEIGHTS)[0]):
        births.append(mother_age - max(16.5, at))
        at += max(1.2, rng.gauss(5.5, 2.2))
    return [
        Member(CHILD, age, rng.random() < 0.474)
        for age in births
        if age >= 0 and rng.random() < _share_at_home(age)
    ]


def _share_at_home(age: float) -> float:
    return next(share for below, share in _STAYS if age < below)


def _relatives(rng: Random, head_age: float, members: list[Member]) -> list[Member]:
    found: list[Member] = []
    grown = [member for member in members if member.relationship == CHILD and member.age >= 21]
    if grown and rng.random() < 0.3:
        found += _young_couple(rng, grown[0])
    elif (
        head_age > 50 and rng.random() < 0.08
    ):  # parents work in the city, the child is with the grandparents
        found.append(Member(GRANDCHILD, rng.uniform(0.5, min(17, head_age - 40)), rng.random() < 0.474))
    if 28 < head_age < 62 and rng.random() < 0.13:
        found.append(Member(PARENT, head_age + rng.uniform(19, 32), rng.random() < 0.78))
    if rng.random() < 0.03:
        found.append(Member(OTHER, rng.uniform(8, 70), rng.random() < 0.55))
    return found


def _young_couple(rng: Random, child: Member) -> list[Member]:
    partner_age = child.age + (rng.gauss(3, 2) if child.female else -rng.gauss(3, 2))
    couple = [Member(CHILD_IN_LAW, max(18.0, partner_age), not child.female)]
    mother_age = child.age if child.female else couple[0].age
    if mother_age > 20 and rng.random() < 0.75:
        couple.append(Member(GRANDCHILD, rng.uniform(0, min(12.0, mother_age - 19)), rng.random() < 0.474))
    return couple
