"""Writes a made-up register as the file that `households import` reads."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from webapp.households.rules.intake import OPTIONAL, REQUIRED
from webapp.households.rules.population import MadeUpFamily, VillageShare, families_of

COLUMNS = REQUIRED + OPTIONAL
VILLAGES = [VillageShare("33.16.05.2001", False, 12), VillageShare("33.16.09.1006", True, 8)]


def made_up_rows(seed: int = 11, villages: list[VillageShare] = VILLAGES) -> list[dict[str, str]]:
    """One row a person, as text, of families that are in the register."""
    return [row for family in families_of(villages, seed) if family.in_register for row in rows_of(family)]


def rows_of(family: MadeUpFamily) -> list[dict[str, str]]:
    """A family's rows."""
    return [
        {
            "kk": family.kk, "nik": person.nik or "", "name": person.name, "sex": person.sex,
            "birth_date": person.birth_date.isoformat(), "relationship": person.relationship,
            "village_code": family.village_code, "rt": f"{family.rt}/{family.rw}", "address": family.address,
            "phone": family.phone or "",
        }
        for person in family.members
    ]  # fmt: skip


def write(path: Path, rows: Iterable[dict[str, str]], separator: str = ",", encoding: str = "utf-8") -> Path:
    """The rows as a file."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path
