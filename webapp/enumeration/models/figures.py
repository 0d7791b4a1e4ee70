"""Figures about the form itself, for nobody in particular: no row of these leads to a family."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.enumeration.rules import figures
from webapp.shared.db import Model

_HOW = ", ".join(f"'{how}'" for how in figures.FEEDBACK)


class FeedbackCount(Model):
    """How many people said on a day that answering was easy, fair or hard."""

    __tablename__ = "feedback_counts"
    __table_args__ = (CheckConstraint(f"how IN ({_HOW})", name="how_known"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    how: Mapped[str] = mapped_column(String(8), primary_key=True)
    n: Mapped[int]


class StepCount(Model):
    """Of the forms begun on a day under a definition: how many reached a step, and how many stopped behind it."""

    __tablename__ = "step_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    definition_version: Mapped[str] = mapped_column(String(30), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    reached: Mapped[int]
    stopped: Mapped[int]


class PaceCount(Model):
    """How many forms of the last days, each finished at one sitting, took so many minutes a person."""

    __tablename__ = "pace_counts"

    minutes: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    forms: Mapped[int]
