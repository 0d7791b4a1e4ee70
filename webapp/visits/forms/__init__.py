"""What the pages of visits may send."""

from webapp.visits.forms.family import PlaceForm, RecogniseForm, SlotForm, WishForm
from webapp.visits.forms.office import OpeningForm

__all__ = ["OpeningForm", "PlaceForm", "RecogniseForm", "SlotForm", "WishForm"]
