"""Campaigns, for the administrator: who, how many, what words, what price; then a person presses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Response, request

from sms import texts
from sms.campaigns import feeding, making, watching
from sms.campaigns.kinds import KINDS, SOURCES, STATES
from sms.forms import CampaignForm
from sms.models.campaigns import Campaign
from sms.queries import audience as audiences
from sms.queries.campaigns import newest
from sms.views.blueprint import bp
from sms.views.inbox import STATE_WORDS
from webapp.places import queries as places
from webapp.shared import access, clock
from webapp.shared.db import db
from webapp.shared.errors import FormExpired, NotFound, Refusal
from webapp.shared.i18n import N_, gettext
from webapp.shared.pages import go, page

DAY_CAP = 5000  # families that the waves propose for one day
CAMPAIGN_WORDS = {
    "draft": N_("rancangan"), "running": N_("berjalan"), "paused": N_("dijeda"), "done": N_("selesai"),
    "stopped": N_("dihentikan"),
}  # fmt: skip
DROP_WORDS = {
    "opted out": N_("minta berhenti"), "dead number": N_("nomor mati"), "complete": N_("sudah tercatat"),
    "refused": N_("menolak"), "ineligible": N_("pindah atau tidak ada"), "no visit": N_("kunjungan batal"),
    "late": N_("gugur saat akan dikirim"), "expired": N_("lewat waktunya"),
}  # fmt: skip
LANGUAGE_WORDS = {"id": "Indonesia", "jv": "Jawa", "en": "English"}


@bp.get("/sms/campaigns")
@access.staff("administrator")
def campaigns() -> Response:
    """Every campaign with its figures, and what the waves propose."""
    rows = [(one, gettext(KINDS[one.kind].words), gettext(CAMPAIGN_WORDS[one.state]), watching.figures(one))
            for one in newest()]  # fmt: skip
    everywhere = len(places.village_names())
    proposed = [(one, gettext(KINDS[one.kind].words), "" if len(one.areas) == everywhere else ",".join(one.areas))
                for one in making.proposals(DAY_CAP)]  # fmt: skip
    return page("sms/campaigns.html", rows=rows, proposed=proposed)


@bp.get("/sms/campaigns/new")
@access.staff("administrator")
def new_campaign() -> Response:
    """The form, filled from a proposal where there is one."""
    kind = request.args.get("kind", "invitation")
    kind = kind if kind in KINDS else "invitation"
    form = CampaignForm(kind=kind, villages=request.args.get("villages", ""), states=list(KINDS[kind].states),
                        sources=list(SOURCES), languages=list(texts.LANGUAGES))  # fmt: skip
    return _form_page(form)


def _form_page(form: CampaignForm, status: int = 200, count: int | None = None) -> Response:
    _offer(form)
    kind = form.kind.data if form.kind.data in KINDS else "invitation"
    preview = [(LANGUAGE_WORDS[language], gettext(sender), text, length)
               for language, sender, text, length in making.preview(kind, form.day.data)]  # fmt: skip
    cost = count * (form.price.data or 0) if count is not None else 0
    return page("sms/campaign_new.html", status=status, form=form, count=count, cost=cost, preview=preview)


def _offer(form: CampaignForm) -> None:
    form.kind.choices = [(key, gettext(kind.words)) for key, kind in KINDS.items()]
    form.areas.choices = [(one.code, one.name) for one in places.sub_districts()]
    form.states.choices = [(state, gettext(STATE_WORDS[state])) for state in STATES]
    form.sources.choices = [(key, gettext(words)) for key, words in SOURCES.items()]
    form.languages.choices = list(LANGUAGE_WORDS.items())


@bp.post("/sms/campaigns/new")
@access.staff("administrator")
def make_campaign() -> Response:
    """First the count and the price; with the second press the draft is kept. Nothing leaves yet."""
    form = CampaignForm(request.form)
    _offer(form)
    if not form.validate():
        return _form_page(form, 422)
    wanted = _wanted(form)
    if request.form.get("keep") != "1":
        visit_on = audiences.tomorrow() if KINDS[wanted.kind].standing else None
        audience = audiences.of(making.stored(wanted), visit_on)
        return _form_page(form, count=audiences.count(audience))
    return go("sms.campaign", campaign_id=making.draft(wanted, access.signed_in_staff()))


def _wanted(form: CampaignForm) -> making.Wanted:
    areas = form.village_codes() or tuple(form.areas.data or ()) or access.signed_in_staff().areas
    audience = audiences.Audience(areas, tuple(form.states.data or ()), tuple(form.sources.data or ()),
                                  tuple(form.languages.data or ()))  # fmt: skip
    start: datetime | None = None
    if form.starts_on.data:
        start = clock.at_wib(form.starts_on.data, form.starts_hour.data or 8)
    return making.Wanted(form.kind.data or "", audience, form.day.data, start, form.per_hour.data or 0,
                         form.per_day.data or 0, form.price.data or 0)  # fmt: skip


@bp.get("/sms/campaigns/<uuid:campaign_id>")
@access.staff("administrator")
def campaign(campaign_id: UUID) -> Response:
    """One campaign: what it says, to how many, how far it is, what it costs."""
    return _campaign_page(_campaign(campaign_id))


def _campaign(campaign_id: UUID) -> Campaign:
    found = db.session.get(Campaign, campaign_id)
    if found is None:
        raise NotFound
    return found


def _campaign_page(found: Campaign, refusal: Refusal | None = None) -> Response:
    figures = watching.figures(found)
    preview = [(LANGUAGE_WORDS[language], gettext(sender), text, length)
               for language, sender, text, length in making.preview(found.kind, found.day)]  # fmt: skip
    count = making.count(found) if found.state == "draft" else found.counted
    return page(
        "sms/campaign.html", status=refusal.status if refusal else 200, one=found, count=count, figures=figures,
        words=gettext(KINDS[found.kind].words), state=gettext(CAMPAIGN_WORDS[found.state]), preview=preview,
        dropped=[(gettext(DROP_WORDS.get(reason, reason)), n) for reason, n in figures.dropped.items()],
        refusal=gettext(refusal.message) % refusal.params if refusal else "", languages=LANGUAGE_WORDS,
        later=feeding.begins_later(found),
    )  # fmt: skip


@bp.post("/sms/campaigns/<uuid:campaign_id>")
@access.staff("administrator")
def steer_campaign(campaign_id: UUID) -> Response:
    """start, pause, resume, stop."""
    _require_csrf()
    found = _campaign(campaign_id)
    steps: dict[str, Callable[[UUID], None]] = {
        "start": making.start, "pause": making.hold, "resume": making.resume, "stop": making.stop,
    }  # fmt: skip
    step = steps.get(request.form.get("do", ""))
    if step is None:
        return _campaign_page(found, making.NotNow())
    try:
        step(campaign_id)
    except making.NotNow as refusal:
        return _campaign_page(found, refusal)
    return go("sms.campaign", campaign_id=campaign_id)


@bp.post("/sms/campaigns/<uuid:campaign_id>/try")
@access.staff("administrator")
def try_campaign(campaign_id: UUID) -> Response:
    """The text to one's own phone."""
    _require_csrf()
    found = _campaign(campaign_id)
    language = request.form.get("language", "id")
    try:
        making.try_on(found, request.form.get("phone", ""), language if language in texts.LANGUAGES else "id")
    except making.NumberUnusable as refusal:
        return _campaign_page(found, refusal)
    return go("sms.campaign", campaign_id=campaign_id)


def _require_csrf() -> None:
    if not access.csrf_ok():
        raise FormExpired
