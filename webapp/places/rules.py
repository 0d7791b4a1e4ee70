"""Decisions about places on plain values: what a code is, and which village somebody means."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

REGENCY, SUB_DISTRICT, DESA, KELURAHAN = "regency", "sub_district", "village_desa", "village_kelurahan"
VILLAGE_KINDS = (DESA, KELURAHAN)
DEMO_AREA = "33.16.05"  # Cepu: the demo shows its staff and, first, its families, so that one sees the other
DEMO_VILLAGE = "33.16.05.2001"  # where the enumerator whom it shows begins
FIXED, ESTIMATE = "fixed", "estimate"
_FILLERS = frozenset({"desa", "ds", "kel", "kelurahan", "kec", "kecamatan", "kab", "kabupaten"})
_NEAR = 0.75  # difflib ratio from which a name counts as a typing error of another


class VillageName(NamedTuple):
    """A village as people name it."""

    code: str
    name: str
    sub_district: str

    @property
    def label(self) -> str:
        """Village names repeat (Sumberejo three times): the sub-district always stands beside."""
        return f"{self.name}, Kec. {self.sub_district}"


def parent_of(code: str) -> str:
    """The code of the place around: '33.16.05.2001' -> '33.16.05'. Empty for the topmost one."""
    return code.rpartition(".")[0] if code.count(".") > 1 else ""


def is_inside(code: str, area: str) -> bool:
    """Whether a place lies in an area or is it."""
    return code == area or code.startswith(area + ".")


def words_of(text: str) -> list[str]:
    """The meaningful words of a place as typed, in lower case and plain letters."""
    plain = unicodedata.normalize("NFKD", text[:200]).casefold()
    kept = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return [word for word in kept.split() if word not in _FILLERS]


def find(text: str, names: Sequence[VillageName], limit: int = 10) -> list[VillageName]:
    """The villages that a text may mean, best first; a typing error still finds its village."""
    wanted = words_of(text)
    if not wanted:
        return []
    ranked = [(rank, name.label, name) for name in names if (rank := _rank(wanted, name)) is not None]
    return [name for _rank_, _label, name in sorted(ranked)[:limit]] or _nearest(wanted, names, limit)


def _rank(wanted: list[str], name: VillageName) -> int | None:
    own, around = words_of(name.name), words_of(name.sub_district)
    if wanted in (own, own + around):
        return 0
    if "".join(own).startswith("".join(wanted)):
        return 1
    if not any(known.startswith(wanted[0]) for known in own):
        return None
    return 2 if all(any(known.startswith(word) for known in own + around) for word in wanted) else None


def _nearest(wanted: list[str], names: Sequence[VillageName], limit: int) -> list[VillageName]:
    typed = "".join(wanted)
    scored = [
        (max(_likeness(typed, spelling) for spelling in _spellings(name)), name.label, name) for name in names
    ]
    near = sorted((-score, label, name) for score, label, name in scored if score >= _NEAR)
    return [name for _score, _label, name in near[:limit]]


def _spellings(name: VillageName) -> tuple[str, str]:
    own = "".join(words_of(name.name))
    return own, own + "".join(words_of(name.sub_district))


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def region_rows(lines: Sequence[dict[str, str]]) -> list[dict[str, str | float | None]]:
    """A places file as table rows. Raises ValueError naming a place whose surrounding place is missing."""
    known = {line["code"] for line in lines}
    rows: list[dict[str, str | float | None]] = []
    for line in lines:
        parent = parent_of(line["code"])
        if parent and parent not in known:
            raise ValueError(f"{line['code']}: no place {parent} in the file")
        rows.append(
            {
                "code": line["code"],
                "bps_code": line["bps_code"] or None,
                "kind": line["kind"],
                "name": line["name"],
                "parent": parent or None,
                "postal_code": line["postal_code"] or None,
                "latitude": float(line["latitude"]),
                "longitude": float(line["longitude"]),
                "area_km2": float(line["area_km2"]),
            }
        )
    return rows
