"""The administrator's page of the doors."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from wtforms import Field

from webapp.enumeration import service
from webapp.enumeration.forms import StagesForm
from webapp.enumeration.rules.stages import DOORS
from webapp.enumeration.views.blueprint import bp
from webapp.shared import clock, pages
from webapp.shared.access import staff
from webapp.shared.db import transaction
from webapp.shared.i18n import N_, gettext

NAMES = {
    "web": N_("Mengisi sendiri di web"),
    "sms_booking": N_("Memesan kunjungan lewat SMS"),
    "wish": N_("Meminta kunjungan"),
    "visits": N_("Kunjungan petugas"),
    "corrections": N_("Memperbaiki jawaban"),
}
STAGE_NAMES = {
    "preparation": N_("persiapan"),
    "online": N_("pengisian sendiri"),
    "between": N_("antara pengisian sendiri dan kunjungan"),
    "visits": N_("kunjungan petugas"),
    "closed": N_("ditutup"),
}


@bp.route("/staff/stages", methods=["GET", "POST"])
@staff("administrator")
def stages() -> Response:
    """From when until when each door is open; a change counts at once and is audited."""
    doors = service.doors()
    form = StagesForm(request.form, data=_dates(doors))
    errors: dict[str, str] = {}
    if request.method == "POST" and form.validate():
        errors = {
            door: gettext("Tanggal tutup harus setelah tanggal buka.") for door in DOORS if _wrong(form, door)
        }
        if not errors:
            _save(form, doors)
            return pages.go("enumeration.stages")
    rows = [(door, gettext(NAMES[door]), _field(form, door, "opens"), _field(form, door, "closes"),
             door in doors and doors[door].is_open(clock.now())) for door in DOORS]  # fmt: skip
    return pages.page(
        "enumeration/stages.html", status=422 if errors or form.errors else 200, form=form, rows=rows,
        errors=errors, stage=gettext(STAGE_NAMES[service.stage()]),
    )  # fmt: skip


def _field(form: StagesForm, door: str, end: str) -> Field:
    return form[f"{door}_{end}"]


def _dates(doors: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for door, opening in doors.items():
        found[f"{door}_opens"] = clock.to_wib(opening.opens_at).date()
        found[f"{door}_closes"] = clock.to_wib(opening.closes_at).date()
    return found


def _wrong(form: StagesForm, door: str) -> bool:
    opens, closes = _field(form, door, "opens").data, _field(form, door, "closes").data
    return opens is None or closes is None or closes < opens


def _save(form: StagesForm, doors: dict[str, Any]) -> None:
    with transaction():
        for door in DOORS:
            opens = clock.at_wib(_field(form, door, "opens").data)
            closes = clock.end_of_day(_field(form, door, "closes").data)
            if door not in doors or tuple(doors[door]) != (opens, closes):
                service.set_stage(door, opens, closes)
