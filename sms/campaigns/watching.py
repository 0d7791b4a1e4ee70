"""How a campaign goes: how many have left, how many failed, what it cost, and how many may leave now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from sms.models.campaigns import QUEUED, WAITING, Campaign, CampaignText
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.outbox import OutboxMessage

LEFT = ("ACCEPTED", "DELIVERED", "UNKNOWN")
FAILED = ("FAILED", "REJECTED")
OPEN = ("QUEUED", "SENDING", "RETRY")
JUDGED, FEWEST, MOST_FAILED = 50, 20, 0.2  # the last so many texts; paused when a fifth of them failed


@dataclass(frozen=True, slots=True)
class Figures:
    """Phones of a campaign by what became of them; rupiah so far."""

    waiting: int
    queued: int
    left: int
    delivered: int
    failed: int
    dropped: dict[str, int]
    cost: int


def figures(campaign: Campaign) -> Figures:
    """All of it in two reads."""
    of = CampaignText.campaign_id == campaign.id
    rows = db.session.execute(
        select(CampaignText.state, CampaignText.reason, func.count()).where(of).group_by(
            CampaignText.state, CampaignText.reason)
    ).all()  # fmt: skip
    sent = dict(
        db.session.execute(
            select(OutboxMessage.state, func.count())
            .join(CampaignText, CampaignText.outbox_id == OutboxMessage.id)
            .where(of)
            .group_by(OutboxMessage.state)
        ).all()
    )
    dropped = {reason: n for state, reason, n in rows if state == "dropped"}
    for state, words in (("DROPPED", "late"), ("EXPIRED", "expired")):
        if sent.get(state):
            dropped[words] = dropped.get(words, 0) + sent[state]
    left = sum(sent.get(state, 0) for state in LEFT)
    return Figures(
        waiting=sum(n for state, _, n in rows if state == WAITING),
        queued=sum(n for state, n in sent.items() if state in OPEN),
        left=left, delivered=sent.get("DELIVERED", 0), failed=sum(sent.get(state, 0) for state in FAILED),
        dropped=dropped, cost=left * campaign.price,
    )  # fmt: skip


def allowance(campaign: Campaign) -> int:
    """How many texts may be queued now, by the campaign's own rates."""
    moment = clock.now()
    midnight = clock.at_wib(clock.today())
    queued = CampaignText.campaign_id == campaign.id, CampaignText.state == QUEUED
    hour, day = db.session.execute(
        select(
            func.count().filter(CampaignText.at > moment - timedelta(hours=1)),
            func.count().filter(CampaignText.at >= midnight),
        ).where(*queued)
    ).one()
    return max(0, min(campaign.per_hour - hour, campaign.per_day - day))


def is_failing(campaign: Campaign) -> bool:
    """Do too many of its last texts fail? What failed before somebody pressed resume is forgiven."""
    ended = select(OutboxMessage.state).join(CampaignText, CampaignText.outbox_id == OutboxMessage.id).where(
        CampaignText.campaign_id == campaign.id, OutboxMessage.state.in_((*LEFT, *FAILED))
    )  # fmt: skip
    if campaign.judged_from is not None:
        ended = ended.where(OutboxMessage.changed_at > campaign.judged_from)
    last = db.session.scalars(ended.order_by(OutboxMessage.changed_at.desc()).limit(JUDGED)).all()
    return len(last) >= FEWEST and sum(state in FAILED for state in last) > MOST_FAILED * len(last)


def nothing_waits(campaign_id: UUID) -> bool:
    """Has every phone been looked at, and has every text left the outbox?"""
    of = CampaignText.campaign_id == campaign_id
    waiting = select(CampaignText.id).where(of, CampaignText.state == WAITING)
    leaving = (
        select(CampaignText.id)
        .join(OutboxMessage, OutboxMessage.id == CampaignText.outbox_id)
        .where(of, OutboxMessage.state.in_(OPEN))
    )
    return all(db.session.scalar(wanted.limit(1)) is None for wanted in (waiting, leaving))
