"""How alike two families are, on plain values: for ranking whom a family that the register lacks may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

SAME_NIK, SAME_PERSON, NEAR_NIK, NEAR_KK, SAME_NAME, SAME_BIRTH, SAME_RT, SAME_STREET = (
    60,
    40,
    25,
    25,
    12,
    8,
    4,
    6,
)
FEWEST_POINTS = 12  # below it a family is not worth a look
MOST_SHOWN = 5


class Someone(NamedTuple):
    """A member, as far as likeness goes. Empty text: not known. birth_date: ISO."""

    name: str
    birth_date: str
    nik: str


@dataclass(frozen=True, slots=True)
class Home:
    """A family, as far as likeness goes."""

    kk: str
    rt: str
    address: str
    members: Sequence[Someone]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Points, and what they are for; `same`: places of the other family's members who are in this one too."""

    points: int
    niks: int
    near_niks: int
    people: int
    names: int
    births: int
    near_card: bool
    same_rt: bool
    same_street: bool
    same: tuple[int, ...]


def compare(mine: Home, other: Home) -> Likeness:
    """How alike they are. Each of my members counts once, with whoever is most like them."""
    niks = near_niks = people = names = births = points = 0
    same: set[int] = set()
    for me in mine.members:
        best, at = max(((_alike(me, who), at) for at, who in enumerate(other.members)), default=(0, 0))
        points += best
        niks += best >= SAME_NIK
        near_niks += best == NEAR_NIK
        people += SAME_PERSON <= best < SAME_NIK
        names += best == SAME_NAME
        births += best == SAME_BIRTH
        if best >= NEAR_NIK:
            same.add(at)
    near = _is_slip(mine.kk, other.kk)
    rt = bool(mine.rt) and _number(mine.rt) == _number(other.rt)
    street = bool(_words(mine.address) & _words(other.address))
    if points or near:
        points += NEAR_KK * near + SAME_RT * rt + SAME_STREET * street
    return Likeness(points, niks, near_niks, people, names, births, near, rt, street, tuple(sorted(same)))


def _alike(me: Someone, who: Someone) -> int:
    if me.nik and me.nik == who.nik:
        return SAME_NIK
    born = bool(me.birth_date) and me.birth_date == who.birth_date
    name = _same_name(me.name, who.name)
    if born and name:
        return SAME_PERSON
    if me.nik and who.nik and _is_slip(me.nik, who.nik):
        return NEAR_NIK
    return SAME_NAME if name else SAME_BIRTH if born else 0


def _same_name(one: str, other: str) -> bool:
    """The same words, or nearly the same letters: Suparti and Soeparti, Sri Wahyuni and Wahyuni Sri."""
    a, b = _spelled(one), _spelled(other)
    if not a or not b:
        return False
    if a == b:
        return True
    first, second = "".join(a), "".join(b)
    if abs(len(first) - len(second)) > 2 or first[0] != second[0]:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= 0.86


def _spelled(name: str) -> list[str]:
    plain = name.casefold().replace("oe", "u").replace("dj", "j").replace("tj", "c").replace("sj", "sy")
    return sorted("".join(c if c.isalpha() else " " for c in plain).split())


def _words(address: str) -> set[str]:
    common = {"jl", "jalan", "dk", "dukuh", "dusun", "no", "rt", "rw", "gang", "gg"}
    kept = "".join(c if c.isalnum() else " " for c in address.casefold()).split()
    return {word for word in kept if len(word) > 2 and not word.isdigit()} - common


def _number(rt: str) -> str:
    return rt.lstrip("0")


def _is_slip(one: str, other: str) -> bool:
    """One wrong digit, or two neighbours swapped: what people do who copy a number."""
    if len(one) != len(other) or not one:
        return False
    wrong = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) == 2:
        first, second = wrong
        return second == first + 1 and one[first] == other[second] and one[second] == other[first]
    return len(wrong) <= 1
