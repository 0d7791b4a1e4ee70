"""The one tap after the receipt; and for the office, where families leave the form, how long it takes, how it was."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from flask import Response, request

from webapp.enumeration import service
from webapp.enumeration.rules import figures as rules
from webapp.enumeration.views.blueprint import bp, my_family, my_session
from webapp.shared import clock, pages
from webapp.shared.access import csrf_ok, seat, staff
from webapp.shared.i18n import N_, gettext

DAYS = 14
STEP_WORDS = {
    "begun": N_("PIN dibuat"), "address": N_("Alamat"), "housing": N_("Rumah"), "members": N_("Anggota keluarga"),
    "persons": N_("Sebagian orang"), "all": N_("Semua orang, belum dikirim"), "sent": N_("Dikirim"),
}  # fmt: skip
FEEDBACK_WORDS = {"easy": N_("Mudah"), "fair": N_("Biasa saja"), "hard": N_("Sulit")}


@bp.post("/feedback")
@seat
def feedback() -> Response:
    """One tap by who has sent; stored as a count of the day alone."""
    sitting = my_family().sitting
    if not sitting.is_sent:
        return pages.go("enumeration.hub")
    if csrf_ok():
        service.say(request.form.get("how", ""), my_session().id.hex)
    return pages.go("enumeration.receipt", number=service.receipt_of(sitting.household_id), told=1)


@bp.get("/staff/figures")
@staff("administrator", "observer")
def office_figures() -> Response:
    """Counts only; a number so small that it might be somebody is not shown."""
    since = clock.today() - timedelta(days=DAYS - 1)
    forms, told = service.pace(), service.feedback(since)
    return pages.page(
        "enumeration/figures.html", days=DAYS, steps=_by_definition(since), words=STEP_WORDS,
        said=[(gettext(FEEDBACK_WORDS[how]), rules.shown(told.get(how, 0))) for how in rules.FEEDBACK],
        minutes=rules.announced_minutes(forms), forms=sum(forms.values()), enough=rules.ENOUGH_FORMS,
        smallest=rules.SMALLEST,
    )  # fmt: skip


def _by_definition(since: Any) -> list[dict[str, Any]]:
    """For each definition the sums of all days, and each day's own row."""
    sums: dict[str, dict[str, list[int]]] = defaultdict(lambda: {step: [0, 0] for step in rules.STEPS})
    by_day: dict[str, dict[Any, dict[str, int]]] = defaultdict(dict)
    for row in service.step_counts(since):
        total = sums[row.definition_version][row.step]
        total[0], total[1] = total[0] + row.reached, total[1] + row.stopped
        day = by_day[row.definition_version].setdefault(row.day, {"begun": 0, "sent": 0, "left": 0})
        day["left"] += row.stopped
        if row.step in day:
            day[row.step] += row.reached
    return [
        {
            "definition": definition,
            "begun": of[rules.BEGUN][0],
            "sent": of[rules.SENT][0],
            "rows": [(step, rules.shown(of[step][0]), rules.shown(of[step][1])) for step in rules.STEPS],
            "days": [(day, [rules.shown(row[key]) for key in ("begun", "sent", "left")])
                     for day, row in by_day[definition].items()],
        }
        for definition, of in sorted(sums.items(), reverse=True)
    ]  # fmt: skip
