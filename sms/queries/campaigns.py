"""The campaigns as their list shows them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from sms.models.campaigns import Campaign
from webapp.shared.db import db


def newest(limit: int = 50) -> Sequence[Campaign]:
    """The last campaigns, the newest first."""
    return db.session.scalars(select(Campaign).order_by(Campaign.created_at.desc()).limit(limit)).all()
