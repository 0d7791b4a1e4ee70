"""Who helps by text: neighbourhood heads, phones given with spoken consent, hints about families."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from sms import queries, service
from sms.forms import ConsentForm, HeadForm
from sms.models.office import Head
from sms.queries import heads as head_queries
from sms.service.helpers_by_text import HeadUnusable, LetterUnknown, PhoneFull
from sms.views.blueprint import bp
from webapp.households import service as households
from webapp.places import queries as places
from webapp.shared import access
from webapp.shared.errors import FormExpired
from webapp.shared.i18n import gettext
from webapp.shared.pages import go, page


@bp.get("/sms/heads")
@access.staff("administrator", "coordinator")
def heads() -> Response:
    """The neighbourhood heads of my areas, and the form for another one."""
    return _heads_page(HeadForm(digest=True))


def _heads_page(form: HeadForm, status: int = 200) -> Response:
    mine = [name for name in places.village_names() if access.in_scope(name.code)]
    form.village.choices = [("", "-"), *((name.code, name.label) for name in mine)]
    rows = [(head, queries.number_of(phone), places.village_label(head.village_code), rt, rw)
            for head, phone, rt, rw in head_queries.registered(access.scope_filter(Head.village_code))]  # fmt: skip
    return page("sms/heads.html", status=status, form=form, rows=rows)


@bp.post("/sms/heads")
@access.staff("administrator", "coordinator")
def register_head() -> Response:
    """Register one."""
    form = HeadForm(request.form)
    form.village.choices = [(name.code, name.label) for name in places.village_names()]
    if not form.validate():
        return _heads_page(form, 422)
    try:
        service.register_head(form.village.data or "", form.rt.data or "", form.rw.data or "", form.phone.data or "",
                              digest=bool(form.digest.data))  # fmt: skip
    except HeadUnusable as refusal:
        form.phone.errors = [gettext(str(refusal.params["what"]))]
        return _heads_page(form, 422)
    return go("sms.heads")


@bp.post("/sms/heads/<uuid:phone_id>/remove")
@access.staff("administrator", "coordinator")
def remove_head(phone_id: UUID) -> Response:
    """She looks after the RT no longer."""
    if not access.csrf_ok():
        raise FormExpired
    service.remove_head(phone_id)
    return go("sms.heads")


@bp.get("/sms/consent")
@access.staff("administrator", "coordinator", "supervisor", "enumerator", "agent", "neighbourhood_head")
def consent() -> Response:
    """The form for a family's phone, given with spoken consent."""
    return page("sms/consent.html", form=ConsentForm(), done=request.args.get("done"))


@bp.post("/sms/consent")
@access.staff("administrator", "coordinator", "supervisor", "enumerator", "agent", "neighbourhood_head")
def note_phone() -> Response:
    """Note it; the family is told on that very phone."""
    form = ConsentForm(request.form)
    if not form.validate():
        return page("sms/consent.html", status=422, form=form, done=None)
    try:
        service.note_phone(form.letter_number.data or "", form.phone.data or "")
    except LetterUnknown as refusal:
        form.letter_number.errors = [gettext(refusal.message)]
    except HeadUnusable as refusal:
        form.phone.errors = [gettext(str(refusal.params["what"]))]
    except PhoneFull as refusal:
        form.phone.errors = [gettext(refusal.message)]
    else:
        return go("sms.consent", done="1")
    return page("sms/consent.html", status=422, form=form, done=None)


@bp.get("/sms/lead/<uuid:subject_id>")
@access.staff("administrator", "coordinator", "supervisor")
def lead(subject_id: UUID) -> Response:
    """What heads hinted at about a family."""
    card = households.card(subject_id)
    access.require_scope(card.village_code)
    return page("sms/lead.html", card=card, tail=queries.tail(card.letter_number), leads=head_queries.leads(card.id),
                place=places.village_label(card.village_code))  # fmt: skip


@bp.post("/sms/lead/<uuid:subject_id>")
@access.staff("administrator", "coordinator", "supervisor")
def finish_lead(subject_id: UUID) -> Response:
    """It was dealt with."""
    if not access.csrf_ok():
        raise FormExpired
    service.finish_leads(subject_id)
    return go("staff.tasks")
