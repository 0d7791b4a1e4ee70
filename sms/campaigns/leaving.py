"""At the moment of sending: is a campaign's text still wanted?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from sms.models.campaigns import PAUSED, STOPPED, Campaign, CampaignText
from webapp.households.models import Household
from webapp.shared.db import db

FINISHED = ("complete", "refused", "ineligible")  # states of a family that hears no more of campaigns
HOLD = "hold"  # not now: the campaign is paused
FOR_FINISHED = frozenset({"thanks"})  # kinds that go to families that have finished


def objection(outbox_id: UUID) -> str:
    """Why this text must not leave now: "hold", the state that its family has reached, "stopped", or "" to send it."""
    asked = (
        select(Campaign.state, Campaign.kind, Household.state)
        .join(CampaignText, CampaignText.campaign_id == Campaign.id)
        .join(Household, Household.id == CampaignText.household_id)
        .where(CampaignText.outbox_id == outbox_id)
    )
    found = db.session.execute(asked).one_or_none()
    if found is None:
        return ""
    state, kind, family = found
    if state in {PAUSED, STOPPED}:
        return HOLD if state == PAUSED else STOPPED
    return family if family in FINISHED and kind not in FOR_FINISHED else ""
