"""A round's phones as rows, each once: what was written stays when the process dies, and is not written again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sms import numbers, phones
from sms.campaigns.kinds import KINDS
from sms.models.campaigns import WAITING, Campaign, CampaignText
from sms.queries import audience as audiences
from webapp.households import service as households
from webapp.shared import clock
from webapp.shared.db import db, new_id, transaction, upsert

FAMILIES = 20  # in one transaction, which holds the writer only for a moment


def fill(campaign_id: UUID, day: date) -> bool:
    """Write the phones of the next families of this round. Returns whether all are written."""
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id, populate_existing=True, with_for_update=True)
        if campaign.filled_on == day:
            return True
        visit_on = audiences.tomorrow() if KINDS[campaign.kind].standing else None
        audience = audiences.of(campaign.audience, visit_on)
        found = audiences.next_families(audience, _cursor(campaign, day), FAMILIES)
        bound = audiences.phones_of(audience, found)
        for household_id in found:
            for phone_id in (
                bound[household_id] if household_id in bound else _registered(audience, household_id)
            ):
                _write(campaign_id, day, phone_id, household_id)
        if len(found) < FAMILIES:
            campaign.filled_on = day
        kept = {key: value for key, value in campaign.audience.items() if key not in {"after", "round"}}
        campaign.audience = kept | ({"after": str(found[-1]), "round": day.isoformat()} if found else {})
        db.session.flush()
        return campaign.filled_on == day


def _cursor(campaign: Campaign, day: date) -> str:
    return (
        str(campaign.audience.get("after", "")) if campaign.audience.get("round") == day.isoformat() else ""
    )


def _registered(audience: audiences.Audience, household_id: UUID) -> list[UUID]:
    """The number in the register, for a family without a phone of its own."""
    if audiences.REGISTER not in audience.sources:
        return []
    number = numbers.e164(households.phone(household_id) or "")
    if number is None:
        return []
    phone = phones.locked(number)
    return [phone.id] if phone.language in audience.languages else []


def _write(campaign_id: UUID, day: date, phone_id: UUID, household_id: UUID) -> None:
    values = {"id": new_id(), "campaign_id": campaign_id, "day": day, "phone_id": phone_id,
              "household_id": household_id, "state": WAITING, "reason": "", "at": clock.now()}  # fmt: skip
    db.session.execute(upsert(CampaignText, values, key=["campaign_id", "day", "phone_id"]))
