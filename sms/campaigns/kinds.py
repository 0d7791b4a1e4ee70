"""The kinds of campaigns: which words, to families in which state."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.shared.i18n import N_


@dataclass(frozen=True, slots=True)
class Kind:
    """`standing`: a round every day for tomorrow's visits. `names_day`: the text names a day, typed by hand."""

    message: str
    words: str
    states: tuple[str, ...] = ()
    standing: bool = False
    names_day: bool = False


KINDS = {
    "invitation": Kind("campaign_invitation", N_("Undangan memilih waktu kunjungan (balas YA)"),
                       ("expected", "no_contact")),
    "reminder": Kind("campaign_reminder", N_("Pengingat isian yang belum dikirim"), ("begun", "partial")),
    "visit": Kind("campaign_visit", N_("Pengingat kunjungan besok, setiap sore"), standing=True),
    "officer": Kind("campaign_officer", N_("Petugas datang ke RT pada suatu hari"),
                    ("expected", "begun", "partial", "no_contact"), names_day=True),
    "thanks": Kind("campaign_thanks", N_("Terima kasih kepada yang sudah tercatat"), ("complete",)),
}  # fmt: skip
STATES = ("expected", "begun", "partial", "no_contact", "complete")  # of families that may be written to
SOURCES = {
    "text": N_("mendaftar lewat SMS"), "page": N_("diisi di halaman"), "spoken": N_("dengan persetujuan lisan"),
    "register": N_("dari daftar penduduk"),
}  # fmt: skip
HOW = {"letter": "text", "pair": "text", "page": "page", "spoken": "spoken", "invited": "register"}
