"""The use-cases of a family's answering, as every door calls them."""

from webapp.enumeration.queries import receipt_of
from webapp.enumeration.rules.stages import Opening
from webapp.enumeration.service.claim import ask_for_help, claim, has_pin, sign_in
from webapp.enumeration.service.closing import close_drafts, lacking, may_send
from webapp.enumeration.service.corrections import correct, drop_correction
from webapp.enumeration.service.doubts import Raised, ask, keep, raised, raised_on
from webapp.enumeration.service.drafts import save_page, stored
from webapp.enumeration.service.knock import Knock, knock
from webapp.enumeration.service.matching import Matching, read_matching, settle_unmatched, unsettle_unmatched
from webapp.enumeration.service.receipt_paper import receipt_paper
from webapp.enumeration.service.roster import add_member, change_member, remove_member, save_members
from webapp.enumeration.service.seats import SeatOpened, household_of, open_seat, seats_of_family
from webapp.enumeration.service.sittings import Family, Sitting, load, load_one
from webapp.enumeration.service.stages import (
    Entrance,
    door_open,
    doors,
    ensure_stages,
    entrance,
    require_open,
    set_stage,
    stage,
)
from webapp.enumeration.service.submit import submit

__all__ = [
    "Entrance",
    "Family",
    "Knock",
    "Matching",
    "Opening",
    "Raised",
    "SeatOpened",
    "Sitting",
    "add_member",
    "ask",
    "ask_for_help",
    "change_member",
    "claim",
    "close_drafts",
    "correct",
    "door_open",
    "doors",
    "drop_correction",
    "ensure_stages",
    "entrance",
    "has_pin",
    "household_of",
    "keep",
    "knock",
    "lacking",
    "load",
    "load_one",
    "may_send",
    "open_seat",
    "raised",
    "raised_on",
    "read_matching",
    "receipt_of",
    "receipt_paper",
    "remove_member",
    "require_open",
    "save_members",
    "save_page",
    "seats_of_family",
    "set_stage",
    "settle_unmatched",
    "sign_in",
    "stage",
    "stored",
    "submit",
    "unsettle_unmatched",
]
