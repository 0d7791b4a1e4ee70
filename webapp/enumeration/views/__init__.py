"""The pages of a family, from `/` to the receipt, and the administrator's stages."""

from webapp.enumeration.views import (
    adding,
    general,
    information,
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
    "general",
    "information",
    "members",
    "questions",
    "receipts",
    "sending",
    "stages",
    "start",
    "unmatched",
]
