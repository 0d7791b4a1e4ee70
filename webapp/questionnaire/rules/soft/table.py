"""The table of soft checks.

A row names the answers that it looks at, so that it is asked on the page that holds one of them and asked again
only when one of them has changed. `with_head` ones compare a member with the head of the family.
Wordings are msgids: {name} is the member, {head} the head; %(age)s are completed years.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webapp.questionnaire.rules.question import Voice
from webapp.questionnaire.rules.soft.oddities import (
    Told,
    both,
    child_too_near,
    date_unlike_nik,
    same_sex,
    sex_unlike_nik,
    younger_than,
)

HEAD = "{head}"
_MARRYING_AGE, _HEAD_AGE, _DOCTOR_AGE = 16, 15, 26  # years from which nobody is asked


@dataclass(frozen=True, slots=True)
class SoftCheck:
    """One row of the table. `field`: the question to change."""

    key: str
    field: str
    looks_at: tuple[str, ...]
    fires: Callable[[Told], bool]
    to_self: str
    to_others: str
    with_head: tuple[str, ...] = ()  # what it looks at in the answers of the head

    def wording(self, voice: Voice) -> str:
        return self.to_self if voice == "self" else self.to_others


SOFT_CHECKS: Mapping[str, SoftCheck] = {
    check.key: check
    for check in (
        SoftCheck(
            "spouse_same_sex", "sex", ("relationship", "sex"), same_sex, with_head=("sex",),
            to_self="Anda tercatat sebagai istri atau suami {head}, dan jenis kelamin keduanya sama.",
            to_others="{name} tercatat sebagai istri atau suami {head}, dan jenis kelamin keduanya sama.",
        ),
        SoftCheck(
            "child_too_near", "birth_date", ("relationship", "birth_date"), child_too_near,
            with_head=("birth_date",),
            to_self="Anda tercatat sebagai anak {head}, tetapi selisih umurnya kurang dari 10 tahun.",
            to_others="{name} tercatat sebagai anak {head}, tetapi selisih umurnya kurang dari 10 tahun.",
        ),
        SoftCheck(
            "married_young", "marital", ("birth_date", "marital"),
            both("marital", frozenset({"married", "divorced", "widowed"}), younger_than(_MARRYING_AGE)),
            to_self="Anda berumur %(age)s tahun dan sudah pernah kawin.",
            to_others="{name} berumur %(age)s tahun dan sudah pernah kawin.",
        ),
        SoftCheck(
            "head_young", "birth_date", ("birth_date", "relationship"),
            both("relationship", frozenset({"head"}), younger_than(_HEAD_AGE)),
            to_self="Anda berumur %(age)s tahun dan menjadi kepala keluarga.",
            to_others="{name} berumur %(age)s tahun dan menjadi kepala keluarga.",
        ),
        SoftCheck(
            "doctor_young", "education", ("birth_date", "education"),
            both("education", frozenset({"doctor"}), younger_than(_DOCTOR_AGE)),
            to_self="Anda berumur %(age)s tahun dan sudah berijazah S3.",
            to_others="{name} berumur %(age)s tahun dan sudah berijazah S3.",
        ),
        SoftCheck(
            "birth_date_unlike_nik", "birth_date", ("birth_date", "nik"), date_unlike_nik,
            to_self="Tanggal lahir Anda berbeda dari yang terbaca di NIK.",
            to_others="Tanggal lahir {name} berbeda dari yang terbaca di NIK.",
        ),
        SoftCheck(
            "sex_unlike_nik", "sex", ("nik", "sex"), sex_unlike_nik,
            to_self="Jenis kelamin Anda berbeda dari yang terbaca di NIK.",
            to_others="Jenis kelamin {name} berbeda dari yang terbaca di NIK.",
        ),
    )
}  # fmt: skip
