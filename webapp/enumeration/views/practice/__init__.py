"""The practice family ("Coba dulu"): the very pages of a family, on a made-up one that lives in the browser alone."""

from webapp.enumeration.views import general
from webapp.enumeration.views.practice import members, steps
from webapp.enumeration.views.practice.blueprint import bp

bp.before_request(general.speak)
bp.after_request(general.go_on_speaking)

__all__ = ["bp", "members", "steps"]
