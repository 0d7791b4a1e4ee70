"""From the rows of a campaign to the outbox: a few at a time, each looked at once more, in one transaction each.

The row becomes QUEUED in the transaction that writes the text. Whatever is killed, a phone has the one or the other:
a row that waits, or a text that leaves once.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from sms import phones, queries, quiet, texts
from sms.campaigns import leaving
from sms.campaigns.filling import fill
from sms.campaigns.kinds import KINDS
from sms.campaigns.watching import allowance, is_failing, nothing_waits
from sms.models import Phone
from sms.models.campaigns import DONE, DROPPED, PAUSED, QUEUED, RUNNING, WAITING, Campaign, CampaignText
from sms.queries.audience import tomorrow
from webapp.households import service as households
from webapp.shared import clock, outbox
from webapp.shared.db import db, transaction
from webapp.visits import service as visits

REMIND_FROM, REMIND_UNTIL = 16, 20  # o'clock on the day before a visit
LIVES = timedelta(hours=24)
TOGETHER = 10  # rows of one transaction
ROUNDS = 20  # transactions of one turn


def step() -> int:
    """One turn of the jobs loop: fill and feed whatever runs. Returns how many texts were queued."""
    moment, fed = clock.now(), 0
    for campaign_id in db.session.scalars(select(Campaign.id).where(Campaign.state == RUNNING)).all():
        fed += _turn(campaign_id, moment)
    return fed


def begins_later(campaign: Campaign) -> datetime | None:
    """The moment from which a running campaign may send, if that is still to come."""
    if campaign.state != RUNNING:
        return None
    moment = max(clock.now(), campaign.starts_at or clock.now())
    if KINDS[campaign.kind].standing:
        moment = max(moment, clock.at_wib(clock.today(), REMIND_FROM))
    allowed = quiet.next_allowed(moment)
    return allowed if allowed > clock.now() else None


def _turn(campaign_id: UUID, moment: datetime) -> int:
    campaign = db.session.get_one(Campaign, campaign_id, populate_existing=True)
    standing, today = KINDS[campaign.kind].standing, clock.today()
    if (campaign.starts_at and campaign.starts_at > moment) or quiet.next_allowed(moment) != moment:
        return 0
    if standing and not REMIND_FROM <= clock.to_wib(moment).hour < REMIND_UNTIL:
        return 0
    day = today if standing else clock.to_wib(campaign.created_at).date()
    if is_failing(campaign):
        pause(campaign_id, "failing")
        return 0
    full, fed, left = False, 0, allowance(campaign)
    for _ in range(ROUNDS):
        full = full or fill(campaign_id, day)
        taken, queued = _feed(campaign_id, day, min(TOGETHER, left - fed))
        fed += queued
        if (full and not taken) or fed >= left:
            break
    if full and not standing and nothing_waits(campaign_id):
        _end(campaign_id)
    return fed


def _feed(campaign_id: UUID, day: date, limit: int) -> tuple[int, int]:
    """(rows looked at, texts queued)."""
    if limit <= 0:
        return 0, 0
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id, populate_existing=True, with_for_update=True)
        if campaign.state != RUNNING:
            return 0, 0
        waiting = (
            CampaignText.campaign_id == campaign_id,
            CampaignText.state == WAITING,
            CampaignText.day == day,
        )
        rows = db.session.scalars(
            select(CampaignText).where(*waiting).order_by(CampaignText.id).limit(limit)
            .with_for_update(skip_locked=True).execution_options(populate_existing=True)
        ).all()  # fmt: skip
        queued = sum(_queue(campaign, row) for row in rows)
        db.session.flush()
        return len(rows), queued


def _queue(campaign: Campaign, row: CampaignText) -> bool:
    phone = db.session.get_one(Phone, row.phone_id, populate_existing=True)
    row.at, card = clock.now(), households.card(row.household_id)
    row.reason = _objection(campaign, phone, card.state)
    params = None if row.reason else _params(campaign, row.household_id, queries.tail(card.letter_number))
    if params is None:
        row.state, row.reason = DROPPED, row.reason or "no visit"
        return False
    if campaign.kind == "invitation":
        phones.invite(phone, row.household_id)
    until = (
        clock.at_wib(clock.today(), REMIND_UNTIL) if KINDS[campaign.kind].standing else clock.now() + LIVES
    )
    row.outbox_id = outbox.enqueue(KINDS[campaign.kind].message, queries.number_of(phone), params,
                                   language=phone.language, priority="bulk", channel=phone.channel,
                                   expires_at=until)  # fmt: skip
    row.state = QUEUED
    return True


def _objection(campaign: Campaign, phone: Phone, state: str) -> str:
    """Why this phone is left out now."""
    if phone.opted_out_at is not None or phone.flagged:
        return "opted out" if phone.opted_out_at else "dead number"
    return state if state in leaving.FINISHED and campaign.kind not in leaving.FOR_FINISHED else ""


def _params(campaign: Campaign, household_id: UUID, tail: str) -> dict[str, str] | None:
    """None for a visit that is not to be any more."""
    if KINDS[campaign.kind].standing:
        booking = visits.booking_of(household_id)
        return (
            {"s1": texts.slot(booking.day, booking.window)} if booking and booking.day == tomorrow() else None
        )
    if KINDS[campaign.kind].names_day:
        return {"d1": campaign.day.isoformat()} if campaign.day else None
    return {"no": tail}


def pause(campaign_id: UUID, reason: str) -> None:
    """Nothing more leaves, also nothing of what waits in the outbox."""
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id, populate_existing=True, with_for_update=True)
        if campaign.state == RUNNING:
            campaign.state, campaign.pause_reason = PAUSED, reason
            db.session.flush()


def _end(campaign_id: UUID) -> None:
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id, populate_existing=True, with_for_update=True)
        if campaign.state == RUNNING:
            campaign.state = DONE
            db.session.flush()
