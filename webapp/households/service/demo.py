"""The made-up register: written by the same rows as a real one, in batches, and samples of it for trying out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from random import Random
from typing import TypedDict
from uuid import UUID

from sqlalchemy import select

from webapp.households import queries, rules
from webapp.households.rules import population
from webapp.households.rules.shares import VillageArea, shares
from webapp.households.service.find import card
from webapp.households.service.roster import head_of, kk_number, phone, roster
from webapp.households.service.rows import Batch, NewFamily, NewMember, NoPlaces
from webapp.places import queries as places
from webapp.places import rules as place_rules
from webapp.places.models import Region
from webapp.places.service import SlsKey, SlsPlace, ensure_sls
from webapp.shared.db import db, transaction

BATCH = 500  # families: the writer's lock is held for about 20 ms


class RegisterNotEmpty(Exception):
    """Made-up families are never mixed into a register that holds others."""


class Sample(TypedDict):
    """A made-up family as those need it who try Catat out. nik and birth_year are the head's."""

    nik: str
    kk: str
    letter_number: str
    birth_year: int
    phone: str | None
    members: int
    village: str
    village_code: str


def make_demo(
    households: int, seed: int, progress: Callable[[int], None] = lambda n: None, *, within: str = ""
) -> int:
    """Fill an empty register with made-up families; the same number and seed give the same identities.

    `within`: the code of the sub-district in which all of them live; empty for the whole regency.

    Returns how many were written: 0 when the register holds that many already. `progress` hears of each batch.
    Raises RegisterNotEmpty when it holds another number, NoPlaces without reference data.
    """
    present = queries.register_total()
    if present == households:
        return 0
    if present:
        raise RegisterNotEmpty(present)
    regions = [region for region in _villages() if region.code.startswith(within)]
    divided = shares([_area(region) for region in regions], households)
    sls_ids = _make_neighbourhoods(divided, {region.code: region for region in regions}, seed)
    made = (family for family in population.families_of(divided, seed) if family.in_register)
    for batch in _batches(made):
        rows = Batch(rules.REGISTER, rules.REGISTER, population.SNAPSHOT, f"demo {seed}")
        for family in batch:
            rows.add(_new_family(family, sls_ids))
        with transaction():
            rows.write()
        progress(len(batch))
    return households


def _villages() -> list[Region]:
    found = db.session.scalars(
        select(Region).where(Region.kind.in_(place_rules.VILLAGE_KINDS)).order_by(Region.code)
    ).all()
    if not found:
        raise NoPlaces
    return list(found)


def _area(region: Region) -> VillageArea:
    around = place_rules.parent_of(region.code)
    return VillageArea(region.code, around, region.kind == place_rules.KELURAHAN, region.area_km2)


def _make_neighbourhoods(
    divided: Sequence[population.VillageShare], regions: dict[str, Region], seed: int
) -> dict[SlsKey, UUID]:
    rng = Random(f"neighbourhoods:{seed}")  # noqa: S311  made-up data must repeat
    wanted = []
    for share in divided:
        region = regions[share.code]
        for number in range(1, share.neighbourhoods + 1):
            rt, rw = population.rt_and_rw(number)
            wanted.append(SlsPlace(share.code, rt, rw, *_point_in(region, rng)))
    return ensure_sls(wanted)


def _point_in(region: Region, rng: Random) -> tuple[float, float]:
    """A point of the circle that is as large as seven tenths of the village, around its centre, in degrees."""
    distance_km = math.sqrt(rng.random() * 0.7 * region.area_km2 / math.pi)
    angle = rng.uniform(0, 2 * math.pi)
    km_per_degree = 111.2
    north, east = distance_km * math.sin(angle), distance_km * math.cos(angle)
    return (
        round(region.latitude + north / km_per_degree, 5),
        round(region.longitude + east / (km_per_degree * math.cos(math.radians(region.latitude))), 5),
    )


def _new_family(family: population.MadeUpFamily, sls_ids: dict[SlsKey, UUID]) -> NewFamily:
    members = [
        NewMember(person.nik, person.name, person.sex, person.birth_date.isoformat(), person.relationship)
        for person in family.members
    ]
    sls_id = sls_ids[family.village_code, family.rw, family.rt]
    return NewFamily(family.village_code, sls_id, family.kk, family.letter_number or "", family.address,
                     family.phone, members)  # fmt: skip


def _batches(families: Iterable[population.MadeUpFamily]) -> Iterator[list[population.MadeUpFamily]]:
    source = iter(families)
    while batch := list(islice(source, BATCH)):
        yield batch


def samples(count: int, *, claimed: bool = False) -> list[Sample]:
    """Families of the register with what is on their card and letter, each from another village if it can be."""
    found = []
    for household_id in queries.sample_ids(count, claimed=claimed):
        shown, members = card(household_id), roster(household_id)
        head = head_of(members)
        if head is None or head.birth_date is None:
            continue
        found.append(
            Sample(
                nik=head.nik or "",
                kk=kk_number(household_id),
                letter_number=shown.letter_number,
                birth_year=head.birth_date.year,
                phone=phone(household_id),
                members=len(members),
                village=places.village_label(shown.village_code),
                village_code=shown.village_code,
            )
        )
    return found
