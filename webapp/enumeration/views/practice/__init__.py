"""The practice family ("Coba dulu"): the very pages of a family, on a made-up one that lives in the browser alone."""

from webapp.enumeration.views.practice import members, steps
from webapp.enumeration.views.practice.blueprint import bp

__all__ = ["bp", "members", "steps"]
