"""What a coordinator may decide about a family that the register lacks, and what that does to the figures."""

from __future__ import annotations

from webapp.households.rules.states import COMPLETE
from webapp.shared.errors import Refusal

SAME, SPLIT, MOVED_IN, DUPLICATE, NOT_RESIDENT = "same", "split", "moved_in", "duplicate", "not_resident"
OUTCOMES = (SAME, SPLIT, MOVED_IN, DUPLICATE, NOT_RESIDENT)
WITH_TARGET = (SAME, SPLIT, DUPLICATE)  # they name the family of the register that is meant
ACCEPTED = (SAME, SPLIT, MOVED_IN)  # from now on counted; the others never are
GROUNDS = ("card", "head", "call", "visit")  # what the decision rests on


class NotUnmatched(Refusal):
    """The family stands in the register, or is not there at all."""

    code = "196"
    status = 404
    message = "Keluarga ini tidak menunggu dicocokkan."
    next_step = ("Ke daftar tugas", "staff.tasks")


class SettlingIncomplete(Refusal):
    """No outcome, no ground, or no family where one has to be named."""

    code = "197"
    status = 422
    message = "Pilih keputusan, keluarga yang dimaksud (bila perlu), dan dasar keputusan."
    next_step = None


class TargetCounted(Refusal):
    """The family of the register has sent its own answers: the same people twice is a duplicate, not a new card."""

    code = "198"
    status = 409
    message = "Keluarga itu sudah mengirim jawabannya sendiri. Bila orangnya sama, pilih tercatat dua kali."
    next_step = None


class AlreadySettled(Refusal):
    """Somebody else has decided in between, or there is nothing to take back."""

    code = "199"
    status = 409
    message = "Keputusan tentang keluarga ini baru saja diubah. Buka lagi halamannya, lalu periksa."
    next_step = ("Ke daftar tugas", "staff.tasks")


def check(outcome: str, ground: str, *, has_target: bool, target_state: str = "") -> None:
    """May this be decided? Raises SettlingIncomplete, TargetCounted."""
    if outcome not in OUTCOMES or ground not in GROUNDS or (outcome in WITH_TARGET and not has_target):
        raise SettlingIncomplete
    if outcome == SAME and target_state == COMPLETE:
        raise TargetCounted


def masked(name: str) -> str:
    """Enough to tell two people apart beside a birth year: 'Sumirah Lestari' -> 'Sum.. Les..'."""
    return " ".join(f"{word[:3]}.." if len(word) > 3 else word for word in name.split())
