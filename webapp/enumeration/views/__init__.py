"""The pages of a family, from `/` to the receipt, and the administrator's stages."""

from webapp.enumeration.views import (
    adding,
    correcting,
    figures,
    general,
    guessing,
    information,
    late,
    matching,
    members,
    pins,
    questions,
    receipts,
    sending,
    stages,
    start,
    unmatched,
    waiting,
)
from webapp.enumeration.views.blueprint import bp

__all__ = [
    "adding",
    "bp",
    "correcting",
    "figures",
    "general",
    "guessing",
    "information",
    "late",
    "matching",
    "members",
    "pins",
    "questions",
    "receipts",
    "sending",
    "stages",
    "start",
    "unmatched",
    "waiting",
]
