"""The family's page `/visit`, and the coordinator's pages of times and bookings."""

from webapp.visits.views import family, office, place
from webapp.visits.views.blueprint import bp

__all__ = ["bp", "family", "office", "place"]
