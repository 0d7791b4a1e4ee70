"""The pages of a family, from `/` to the receipt, and the administrator's stages."""

from webapp.enumeration.views import general, members, questions, sending, stages, start
from webapp.enumeration.views.blueprint import bp

__all__ = ["bp", "general", "members", "questions", "sending", "stages", "start"]
