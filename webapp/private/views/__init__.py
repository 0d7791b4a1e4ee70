"""The member's own pages at `/self`, and the page on which an officer gives a number."""

from webapp.private.views import answering, entering, office
from webapp.private.views.blueprint import bp

__all__ = ["answering", "bp", "entering", "office"]
