"""Decisions of field work on plain values: outcomes, masked names, who gets the next stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from webapp.shared.errors import Refusal

MOST_ATTEMPTS = 3  # then the coordinator decides (census.md section 6)
LONGEST_NOTE = 300
PLANNED, DONE, DROPPED = "planned", "done", "dropped"
STOP_STATES = (PLANNED, DONE, DROPPED)
COMPLETED = "completed"

Person = TypeVar("Person")


class Outcome(NamedTuple):
    """What came of an attempt, with its effects; see outcomes.toml."""

    code: str
    number: int
    label: str
    case: str
    counts: bool
    ends: bool
    task: str
    button: bool


class Position(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


SOUTH_WEST, NORTH_EAST = Position(-11.5, 94.5), Position(6.5, 141.5)  # Indonesia


def read_position(latitude: str, longitude: str) -> Position | None:
    """What a phone has measured; None for nothing, for nonsense, and for a place abroad."""
    try:
        found = Position(float(latitude), float(longitude))
    except ValueError:
        return None
    inside = all(low <= value <= high for low, value, high in zip(SOUTH_WEST, found, NORTH_EAST, strict=True))
    return found if inside else None


class UnknownOutcome(Refusal):
    """No such outcome, or one that only an interview can have."""

    code = "320"
    status = 422
    message = "Pilih salah satu hasil kunjungan yang ada di daftar."
    next_step = ("Ke daftar hari ini", "fieldwork.today")


class NoteTooLong(Refusal):
    """The note is longer than its field."""

    code = "321"
    status = 422
    message = "Catatan terlalu panjang: paling banyak %(most)s huruf. Persingkat, lalu kirim lagi."
    next_step = None


class UnknownStop(Refusal):
    """There is no such planned stop."""

    code = "322"
    status = 404
    message = "Kunjungan ini tidak ada lagi di daftar: sudah selesai atau dibatalkan."
    next_step = ("Ke daftar hari ini", "fieldwork.day_list")


class OfficerElsewhere(Refusal):
    """That enumerator does not work in the village of this family."""

    code = "323"
    status = 422
    message = "Petugas itu tidak bertugas di desa ini. Pilih petugas lain."
    next_step = ("Ke daftar hari ini", "fieldwork.day_list")


class AnsweredMeanwhile(Refusal):
    """The family has been counted by another way."""

    code = "324"
    status = 409
    message = "Keluarga ini sudah tercatat. Tidak perlu diwawancarai lagi."
    next_step = ("Ke daftar hari ini", "fieldwork.today")


class UnreadableReport(Refusal):
    """What a phone sent was not sealed to this server, or was changed on the way."""

    code = "325"
    status = 422
    message = "Hasil dari HP ini tidak dapat dibaca. Catatannya tetap ada di HP; hubungi koordinator Anda."
    next_step = ("Ke daftar hari ini", "fieldwork.today")


class SomebodyElses(Refusal):
    """Two people use one phone: what one has recorded is not sent in the other's name."""

    code = "326"
    status = 409
    message = "Hasil di HP ini milik petugas lain. Ia harus masuk di HP ini untuk mengirimnya."
    next_step = ("Ke daftar hari ini", "fieldwork.today")


def read_outcomes(document: Mapping[str, Any]) -> dict[str, Outcome]:
    """The outcomes of a parsed outcomes.toml by code. Raises ValueError for a doubled code or number."""
    found = [Outcome(**table) for table in document["outcome"]]
    if len({one.code for one in found}) < len(found) or len({one.number for one in found}) < len(found):
        raise ValueError("an outcome's code or number stands twice")
    return {one.code: one for one in found}


def mask_name(name: str) -> str:
    """'Agus Santoso' as 'A··· S······': enough to know the right door by, too little to lie about."""
    return " ".join(word[0] + "·" * (len(word) - 1) for word in name.split())


def least_busy(people: Iterable[Person], stops: Mapping[Any, int], key: Any) -> Person | None:
    """Who has the fewest stops so far; among equals the first. None when there is nobody."""
    return min(people, key=lambda one: stops.get(key(one), 0), default=None)


def is_spent(attempts: int) -> bool:
    """Has this door been tried often enough?"""
    return attempts >= MOST_ATTEMPTS
