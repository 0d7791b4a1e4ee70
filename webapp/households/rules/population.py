"""A made-up register: families of Blora that nobody is, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from webapp.households.rules import families, names
from webapp.households.rules.made_up_numbers import Numbers

SNAPSHOT = date(2025, 12, 31)  # the register's date; fixed, since the same seed must give the same people
NEW_CARD, NEW_FAMILY = 0.03, 0.02  # share of families whose card is newer than the snapshot; added families
HAS_PHONE, LIVES_ELSEWHERE, NO_NIK_YET = 0.86, 0.087, 0.25  # families; members; children in their first year


@dataclass(frozen=True, slots=True)
class VillageShare:
    """A village of the made-up register: how many of its families, in how many neighbourhoods (RT)."""

    code: str
    is_town: bool
    households: int

    @property
    def neighbourhoods(self) -> int:
        """About 45 families an RT at full size; up to three RTs in a small demo."""
        return max(min(3, self.households), round(self.households / 45))


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    """A member as registered, and whether they really live elsewhere, which no register knows."""

    nik: str | None
    name: str
    sex: str
    birth_date: date
    relationship: str
    lives_elsewhere: bool


@dataclass(frozen=True, slots=True)
class MadeUpFamily:
    """A family. `card_kk` is on the card in its hand; without a letter it is not in the register."""

    village_code: str
    rt: str
    rw: str
    kk: str
    card_kk: str
    letter_number: str | None
    address: str
    phone: str | None
    members: tuple[MadeUpPerson, ...]

    @property
    def in_register(self) -> bool:
        return self.letter_number is not None


def families_of(villages: Sequence[VillageShare], seed: int) -> Iterator[MadeUpFamily]:
    """The families of all villages, village by village; those not in the register come on top."""
    numbers = Numbers(seed)
    for village in villages:
        rng = Random(f"families:{seed}:{village.code}")  # noqa: S311  made-up data must repeat
        for at in range(village.households):
            neighbourhood = at * village.neighbourhoods // village.households + 1
            yield _family(rng, numbers, village, neighbourhood, in_register=True)
            if rng.random() < NEW_FAMILY:
                yield _family(rng, numbers, village, neighbourhood, in_register=False)


def _family(
    rng: Random, numbers: Numbers, village: VillageShare, neighbourhood: int, *, in_register: bool
) -> MadeUpFamily:
    rt, rw = rt_and_rw(neighbourhood)
    members = tuple(_person(rng, numbers, member) for member in families.family(rng))
    oldest_card = max(date(2006, 1, 1), members[0].birth_date + timedelta(days=17 * 365))
    kk = numbers.kk(_between(rng, min(oldest_card, SNAPSHOT - timedelta(days=30)), SNAPSHOT))
    card_kk = kk
    if not in_register or rng.random() < NEW_CARD:
        card_kk = numbers.kk(_between(rng, SNAPSHOT + timedelta(days=1), SNAPSHOT + timedelta(days=180)))
    where = f"Jl. {rng.choice(names.STREETS)}" if village.is_town else f"Dukuh {rng.choice(names.HAMLETS)}"
    return MadeUpFamily(
        village_code=village.code,
        rt=rt,
        rw=rw,
        kk=kk,
        card_kk=card_kk,
        letter_number=numbers.letter_number() if in_register else None,
        address=f"{where} No. {rng.randint(1, 120)}",
        phone=numbers.phone() if rng.random() < HAS_PHONE else None,
        members=members,
    )


def _person(rng: Random, numbers: Numbers, member: families.Member) -> MadeUpPerson:
    born = SNAPSHOT - timedelta(days=int(member.age * 365.2425))
    nameless = member.age < 1 and rng.random() < NO_NIK_YET
    return MadeUpPerson(
        nik=None if nameless else numbers.nik(born, female=member.female),
        name=names.given_name(rng, female=member.female, birth_year=born.year),
        sex="female" if member.female else "male",
        birth_date=born,
        relationship=member.relationship,
        lives_elsewhere=member.age >= 15 and rng.random() < LIVES_ELSEWHERE / 0.8,
    )


def rt_and_rw(number: int) -> tuple[str, str]:
    """How the number-th neighbourhood of a village is called: RTs run through the village, four to an RW."""
    return f"{number:03}", f"{(number + 3) // 4:03}"


def _between(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))
