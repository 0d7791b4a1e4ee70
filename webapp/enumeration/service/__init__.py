"""The use-cases of a family's answering, as every door calls them."""

from webapp.enumeration.service.seats import SeatOpened, open_seat
from webapp.enumeration.service.stages import door_open, doors, ensure_stages, require_open, set_stage, stage

__all__ = [
    "SeatOpened",
    "door_open",
    "doors",
    "ensure_stages",
    "open_seat",
    "require_open",
    "set_stage",
    "stage",
]
