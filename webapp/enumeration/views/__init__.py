"""The pages of a family, from `/` to the receipt, and the administrator's stages."""

from webapp.enumeration.views import (
    adding,
    correcting,
    general,
    information,
    late,
    matching,
    members,
    questions,
    receipts,
    sending,
    stages,
    start,
    unmatched,
)
from webapp.enumeration.views.blueprint import bp

__all__ = [
    "adding",
    "bp",
    "correcting",
    "general",
    "information",
    "late",
    "matching",
    "members",
    "questions",
    "receipts",
    "sending",
    "stages",
    "start",
    "unmatched",
]
