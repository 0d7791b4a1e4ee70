"""Hard rules about the members of a family together (census.md, section 4)."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.questionnaire.rules.question import Answers
from webapp.shared.errors import Refusal

LIVES_HERE = frozenset({"present", "new"})
MOST_MEMBERS = 40


class FamilyRefused(Refusal):
    """A hard rule about the members together. `members` are the positions it is about, in the order given."""

    code = "230"
    status = 422
    message = "Susunan keluarga ini belum benar. Periksa lagi daftar anggota."
    next_step = None
    members: tuple[int, ...] = ()

    def about(self, *members: int) -> FamilyRefused:
        self.members = members
        return self


class NoHead(FamilyRefused):
    code = "231"
    message = "Belum ada kepala keluarga. Pilih satu anggota yang tinggal di sini sebagai kepala keluarga."


class SeveralHeads(FamilyRefused):
    code = "232"
    message = "Kepala keluarga lebih dari satu. Pilih satu saja di antara yang tinggal di sini."


class SameNikTwice(FamilyRefused):
    code = "233"
    message = (
        "Ada NIK yang sama pada dua anggota. Perbaiki NIK salah satunya, atau hapus yang tertulis dua kali."
    )


class TooManyMembers(FamilyRefused):
    code = "234"
    message = "Daftar ini memuat paling banyak %(most)s anggota. Minta petugas mencatat anggota lainnya."


def family_faults(members: Sequence[Answers]) -> list[FamilyRefused]:
    """Return what is wrong with the family as a whole, nothing when it may be sent.

    Each member is its roster answers. A family of which nobody lives here any more needs no head.
    """
    faults: list[FamilyRefused] = []
    here = [at for at, member in enumerate(members) if member.get("presence") in LIVES_HERE]
    heads = [at for at in here if members[at].get("relationship") == "head"]
    if here and not heads:
        faults.append(NoHead().about(*here))
    if len(heads) > 1:
        faults.append(SeveralHeads().about(*heads))
    faults += _same_nik(members)
    if len(members) > MOST_MEMBERS:
        faults.append(TooManyMembers(most=MOST_MEMBERS))
    return faults


def check_family(members: Sequence[Answers]) -> None:
    """Raise the first fault of the family as a whole."""
    for fault in family_faults(members):
        raise fault


def _same_nik(members: Sequence[Answers]) -> list[FamilyRefused]:
    places: dict[str, list[int]] = {}
    for at, member in enumerate(members):
        if nik := member.get("nik"):
            places.setdefault(str(nik), []).append(at)
    return [SameNikTwice().about(*found) for found in places.values() if len(found) > 1]
