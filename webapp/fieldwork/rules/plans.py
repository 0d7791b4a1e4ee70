"""What a plan can be, and what its pages refuse."""

from __future__ import annotations

from webapp.shared.errors import Refusal

WAITING, READY, PUBLISHED, REPLACED = "waiting", "ready", "published", "replaced"
PLAN_STATES = (WAITING, READY, PUBLISHED, REPLACED)


class UnknownPlan(Refusal):
    """There is no such plan."""

    code = "330"
    status = 404
    message = "Rencana ini tidak ada."
    next_step = ("Ke rencana", "fieldwork.plans")


class NobodyChosen(Refusal):
    """A plan needs days and people."""

    code = "331"
    status = 422
    message = "Pilih paling sedikit satu hari kerja dan satu petugas."
    next_step = ("Ke rencana", "fieldwork.plans")


class PlanNotReady(Refusal):
    """Only a finished draft can be changed or published."""

    code = "332"
    status = 409
    message = "Rencana ini masih dihitung, atau sudah diterbitkan atau diganti."
    next_step = ("Ke rencana", "fieldwork.plans")


class SomebodyPublished(Refusal):
    """Another plan for the same place was published since this draft was made: one wins, the other is told."""

    code = "333"
    status = 409
    message = (
        "Rencana lain untuk kecamatan ini baru saja diterbitkan oleh %(who)s. "
        "Buat rencana baru dari keadaan sekarang."
    )
    next_step = ("Ke rencana", "fieldwork.plans")


class PlanChangedMeanwhile(Refusal):
    """Doors cannot be moved there."""

    code = "334"
    status = 409
    message = "Pemindahan itu tidak dapat dilakukan: petugas tidak bekerja pada hari itu, atau pintunya tidak ada lagi."
    next_step = ("Ke rencana", "fieldwork.plans")


class NothingPlanned(Refusal):
    """There is no published plan to mend."""

    code = "335"
    status = 409
    message = "Belum ada rencana yang diterbitkan di kecamatan ini."
    next_step = ("Ke rencana", "fieldwork.plans")


class WrongRoster(Refusal):
    """Hours, days or an absence that cannot be."""

    code = "336"
    status = 422
    message = "Periksa jam, hari, dan tanggal: mulai harus sebelum selesai."
    next_step = None


class DayAnnounced(Refusal):
    """The enumerators have been told their lists of that day since the draft was made."""

    code = "337"
    status = 409
    message = (
        "Daftar tanggal %(day)s sudah diumumkan kepada petugas. Buat rencana baru untuk hari-hari sesudahnya."
    )
    next_step = ("Ke rencana", "fieldwork.plans")
