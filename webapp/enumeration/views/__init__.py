"""The pages of a family, from `/` to the receipt, and the administrator's stages."""

from webapp.enumeration.views import (
    general,
    information,
    members,
    questions,
    receipts,
    sending,
    stages,
    start,
)
from webapp.enumeration.views.blueprint import bp

__all__ = ["bp", "general", "information", "members", "questions", "receipts", "sending", "stages", "start"]
