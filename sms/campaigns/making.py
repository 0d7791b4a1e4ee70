"""What the administrator does with a campaign: draft, try on one's own phone, start, pause, resume, stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from sms import numbers, texts
from sms.campaigns.feeding import pause
from sms.campaigns.kinds import KINDS
from sms.campaigns.waves import Proposal, Village, propose
from sms.models.campaigns import DRAFT, PAUSED, RUNNING, STOPPED, Campaign
from sms.queries import audience as audiences
from sms.texts.septets import septets
from webapp.households import queries as household_queries
from webapp.shared import audit, clock, outbox
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, new_id, transaction
from webapp.shared.errors import NotFound, Refusal
from webapp.shared.i18n import N_

SAMPLE = {"no": "97", "s1": "2030-12-24 midday", "d1": "2030-12-24"}


class NotNow(Refusal):
    """The campaign is not in a state for this."""

    code = "621"
    status = 409
    message = N_("Kampanye ini tidak dapat diubah lagi dengan cara itu. Muat ulang halamannya.")
    next_step = None


class NumberUnusable(Refusal):
    """No phone has this number."""

    code = "622"
    status = 422
    message = N_("Nomor HP itu belum benar. Contoh: 0812 3456 7890.")
    next_step = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form says."""

    kind: str
    audience: audiences.Audience
    day: date | None
    starts_at: datetime | None
    per_hour: int
    per_day: int
    price: int


def draft(wanted: Wanted, who: StaffIdentity) -> UUID:
    """A campaign that a person still has to start."""
    campaign = Campaign(
        id=new_id(), kind=wanted.kind, audience=stored(wanted), day=wanted.day, state=DRAFT, starts_at=wanted.starts_at,
        per_hour=wanted.per_hour, per_day=wanted.per_day, price=wanted.price, by=who.id, created_at=clock.now(),
    )  # fmt: skip
    with transaction():
        db.session.add(campaign)
        audit.record("campaign drafted", str(campaign.id), detail=wanted.kind)
        db.session.flush()
    return campaign.id


def stored(wanted: Wanted) -> dict[str, Any]:
    """The audience as a campaign keeps it; families that a kind is not for stay out whatever was ticked."""
    audience, meant = wanted.audience, KINDS[wanted.kind].states
    states = [state for state in audience.states if state in meant] or list(meant)
    return {"areas": list(audience.areas), "states": states, "sources": list(audience.sources),
            "languages": list(audience.languages)}  # fmt: skip


def count(campaign: Campaign) -> int:
    """How many phones it would reach now."""
    visit_on = audiences.tomorrow() if KINDS[campaign.kind].standing else None
    return audiences.count(audiences.of(campaign.audience, visit_on))


def start(campaign_id: UUID) -> None:
    """From now on, or from its moment, it leaves. Raises NotNow."""
    with transaction():
        campaign = _locked(campaign_id)
        if campaign.state != DRAFT:
            raise NotNow
        campaign.state, campaign.counted = RUNNING, count(campaign)
        audit.record("campaign started", str(campaign_id), detail=f"{campaign.counted} phones")
        db.session.flush()


def hold(campaign_id: UUID) -> None:
    """Pause by hand."""
    pause(campaign_id, "by hand")
    with transaction():
        audit.record("campaign paused", str(campaign_id))


def resume(campaign_id: UUID) -> None:
    """Go on; earlier failures are forgiven. Raises NotNow."""
    _change(campaign_id, {PAUSED}, RUNNING, "campaign resumed")


def stop(campaign_id: UUID) -> None:
    """Never again; also what waits in the outbox does not leave. Raises NotNow."""
    _change(campaign_id, {DRAFT, RUNNING, PAUSED}, STOPPED, "campaign stopped")


def _change(campaign_id: UUID, before: set[str], after: str, action: str) -> None:
    with transaction():
        campaign = _locked(campaign_id)
        if campaign.state not in before:
            raise NotNow
        campaign.state, campaign.pause_reason, campaign.judged_from = after, "", clock.now()
        audit.record(action, str(campaign_id))
        db.session.flush()


def _locked(campaign_id: UUID) -> Campaign:
    campaign = db.session.get(Campaign, campaign_id, populate_existing=True, with_for_update=True)
    if campaign is None:
        raise NotFound
    return campaign


def try_on(campaign: Campaign, typed: str, language: str) -> None:
    """The text with made-up values to one's own phone. Raises NumberUnusable."""
    number = numbers.e164(typed)
    if number is None:
        raise NumberUnusable
    with transaction():
        outbox.enqueue(KINDS[campaign.kind].message, number, _sample(campaign), language=language, priority="reply",
                       expires_at=clock.now() + timedelta(minutes=30))  # fmt: skip
        audit.record("campaign tried", str(campaign.id))


def preview(kind: str, day: date | None = None) -> list[tuple[str, str, str, int]]:
    """(language, sender, text, septets) in every language, for two-way and one-way senders."""
    params = SAMPLE | ({"d1": day.isoformat()} if day else {})
    found = []
    for suffix, sender in (("", N_("dua arah")), ("_one_way", N_("satu arah"))):
        for language in texts.LANGUAGES:
            text = texts.render(KINDS[kind].message + suffix, language, params)
            found.append((language, sender, text, septets(text)))
    return found


def _sample(campaign: Campaign) -> dict[str, str]:
    return SAMPLE | ({"d1": campaign.day.isoformat()} if campaign.day else {})


def proposals(cap: int) -> list[Proposal]:
    """What the waves propose today; nothing is made before a person presses."""
    last: dict[str, dict[str, date]] = {}
    recent = select(Campaign).where(
        Campaign.state.not_in((DRAFT, STOPPED)), Campaign.created_at > _long_ago()
    )
    campaigns: Sequence[Campaign] = db.session.scalars(recent.order_by(Campaign.created_at)).all()
    rows = household_queries.coverage()
    for campaign in campaigns:
        for row in rows:
            code = row.village_code
            if any(code == area or code.startswith(f"{area}.") for area in campaign.audience["areas"]):
                last.setdefault(code, {})[campaign.kind] = clock.to_wib(campaign.created_at).date()
    villages = [
        Village(row.village_code, row.village, row.families, row.expected + row.no_contact, row.begun + row.partial,
                row.complete, {kind: day for kind, day in last.get(row.village_code, {}).items() if kind != "visit"})
        for row in rows
    ]  # fmt: skip
    return propose(villages, clock.today(), cap)


def _long_ago() -> datetime:
    return clock.now() - timedelta(days=30)
