"""What an enumerator lets a family know on the day of the visit, and on whose side a visit failed."""

from __future__ import annotations

from webapp.shared.errors import Refusal

ON_WAY, LATE, CANNOT_COME = "on_way", "late", "cannot_come"
NEWS = (ON_WAY, LATE, CANNOT_COME)
OFFICER, FAMILY = "officer", "family"
_SIDES = {CANNOT_COME: OFFICER, "lapsed": OFFICER, "not_at_home": FAMILY, "not_found": FAMILY}


class NotYourVisit(Refusal):
    """Only whoever has the visit on today's list tells the family of it."""

    code = "327"
    status = 409
    message = "Kunjungan ini tidak ada di daftar Anda hari ini, jadi keluarga tidak dikabari."
    next_step = ("Ke daftar hari ini", "fieldwork.today")


def no_show_side(reason: str) -> str | None:
    """Who did not keep a booked visit that ended for this reason; None where it was kept or called off."""
    return _SIDES.get(reason)
