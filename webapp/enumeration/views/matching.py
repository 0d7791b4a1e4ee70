"""The coordinator's matching page: who is a family that the register lacks?"""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.forms import worded
from webapp.enumeration.views.blueprint import bp
from webapp.households.rules import settling
from webapp.places import queries as places
from webapp.shared import pages
from webapp.shared.access import csrf_ok, staff
from webapp.shared.errors import FormExpired, Refusal
from webapp.shared.i18n import N_

OUTCOMES = {
    settling.SAME: (
        N_("Keluarga yang sama, KK-nya baru"),
        N_("Keluarga di register diganti oleh keluarga ini; dihitung satu kali."),
    ),
    settling.SPLIT: (
        N_("Pecahan dari keluarga di register"),
        N_("Keduanya dihitung; anggota yang Anda centang pindah ke keluarga ini."),
    ),
    settling.MOVED_IN: (
        N_("Pendatang: tinggal di sini, tidak ada di register"),
        N_("Ditambahkan dan dihitung."),
    ),
    settling.DUPLICATE: (
        N_("Tercatat dua kali"),
        N_("Tidak dihitung; keluarga di register yang dihitung."),
    ),
    settling.NOT_RESIDENT: (N_("Bukan penduduk di sini"), N_("Tidak dihitung.")),
}
GROUNDS = {"card": N_("Melihat KK atau KTP"), "head": N_("Keterangan ketua RT"), "call": N_("Menelepon keluarga"),
           "visit": N_("Mendatangi keluarga")}  # fmt: skip


@bp.get("/staff/unmatched/<uuid:subject_id>")
@staff("coordinator", "administrator")
def matching(subject_id: UUID) -> Response:
    """The family, the most alike of the register, and the decision; opening it is on record."""
    return _show(subject_id)


@bp.post("/staff/unmatched/<uuid:subject_id>")
@staff("coordinator", "administrator")
def settle(subject_id: UUID) -> Response:
    """Decide."""
    if not csrf_ok():
        raise FormExpired
    target = _uuid(request.form.get("target", ""))
    moved = {found for text in request.form.getlist("moved") if (found := _uuid(text))}
    try:
        service.settle_unmatched(
            subject_id,
            request.form.get("outcome", ""),
            request.form.get("ground", ""),
            target=target,
            moved=moved,
        )
    except (settling.SettlingIncomplete, settling.TargetCounted) as refused:
        return _show(subject_id, refused)
    return pages.go("enumeration.matching", subject_id=subject_id)


@bp.post("/staff/unmatched/<uuid:subject_id>/undo")
@staff("coordinator", "administrator")
def unsettle(subject_id: UUID) -> Response:
    """Take the decision back."""
    if not csrf_ok():
        raise FormExpired
    service.unsettle_unmatched(subject_id)
    return pages.go("enumeration.matching", subject_id=subject_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _show(subject_id: UUID, refused: Refusal | None = None) -> Response:
    found = service.read_matching(subject_id)
    label = places.village_label
    return pages.page(
        "enumeration/matching.html", status=refused.status if refused else 200, found=found,
        village=label(found.card.village_code), outcomes=OUTCOMES, grounds=GROUNDS,
        refused=worded(refused) if refused else "", sent=request.form, masked=settling.masked,
        where={one.card.village_code: label(one.card.village_code) for one in found.suggestions},
        moved=request.form.getlist("moved") if refused else None,
    )  # fmt: skip
