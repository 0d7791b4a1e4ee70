"""What a family was told of a visit on its day."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.fieldwork.rules import news as rules
from webapp.shared.db import Model, Moment

_KINDS = ", ".join(f"'{one}'" for one in rules.NEWS)


class VisitNews(Model):
    """On the way, late, cannot come: each once for a stop, however often the button is pressed."""

    __tablename__ = "visit_news"
    __table_args__ = (CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),)

    stop_id: Mapped[UUID] = mapped_column(ForeignKey("stops.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    at: Mapped[Moment]
    told_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
