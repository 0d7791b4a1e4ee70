"""The use-cases of a family's answering, as every door calls them."""

from webapp.enumeration.queries import receipt_of, receipt_of_version
from webapp.enumeration.rules.stages import Opening
from webapp.enumeration.service.claim import ask_for_help, choose_pin, claim, enter, has_pin, sign_in
from webapp.enumeration.service.claims import Chosen
from webapp.enumeration.service.closing import close_drafts, lacking, may_send
from webapp.enumeration.service.conflicts import Sending, decide, decision_of, read_conflict
from webapp.enumeration.service.corrections import correct, drop_correction
from webapp.enumeration.service.counted import ask_counted_with, counted_on
from webapp.enumeration.service.doubts import Raised, ask, keep, raised, raised_on
from webapp.enumeration.service.drafts import save_page, stored
from webapp.enumeration.service.figures import (
    count_pace,
    count_steps,
    feedback,
    forget_announced,
    minutes_per_person,
    pace,
    say,
    step_counts,
)
from webapp.enumeration.service.gate import Visitor, ask_new_family, besieged, tries_lately, watch
from webapp.enumeration.service.knock import Knock, forgive, knock, why_unknown
from webapp.enumeration.service.matching import Matching, read_matching, settle_unmatched, unsettle_unmatched
from webapp.enumeration.service.pin_numbers import is_slip, make_slip, prove, text_code
from webapp.enumeration.service.receipt_paper import receipt_paper
from webapp.enumeration.service.reset_phone import (
    Phones,
    change_phone,
    change_pin,
    heard_from,
    phones_of_seat,
    verify_phone,
)
from webapp.enumeration.service.roster import add_member, change_member, remove_member, save_members
from webapp.enumeration.service.seats import SeatOpened, household_of, may_see, open_seat, seats_of_family
from webapp.enumeration.service.sittings import Family, Sitting, load, load_one
from webapp.enumeration.service.slip_paper import slip_paper
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
from webapp.enumeration.service.walked import Walked, is_complete, walk

__all__ = [
    "Chosen",
    "Entrance",
    "Family",
    "Knock",
    "Matching",
    "Opening",
    "Phones",
    "Raised",
    "SeatOpened",
    "Sending",
    "Sitting",
    "Visitor",
    "Walked",
    "add_member",
    "ask",
    "ask_counted_with",
    "ask_for_help",
    "ask_new_family",
    "besieged",
    "change_member",
    "change_phone",
    "change_pin",
    "choose_pin",
    "claim",
    "close_drafts",
    "correct",
    "count_pace",
    "count_steps",
    "counted_on",
    "decide",
    "decision_of",
    "door_open",
    "doors",
    "drop_correction",
    "ensure_stages",
    "enter",
    "entrance",
    "feedback",
    "forget_announced",
    "forgive",
    "has_pin",
    "heard_from",
    "household_of",
    "is_complete",
    "is_slip",
    "keep",
    "knock",
    "lacking",
    "load",
    "load_one",
    "make_slip",
    "may_see",
    "may_send",
    "minutes_per_person",
    "open_seat",
    "pace",
    "phones_of_seat",
    "prove",
    "raised",
    "raised_on",
    "read_conflict",
    "read_matching",
    "receipt_of",
    "receipt_of_version",
    "receipt_paper",
    "remove_member",
    "require_open",
    "save_members",
    "save_page",
    "say",
    "seats_of_family",
    "set_stage",
    "settle_unmatched",
    "sign_in",
    "slip_paper",
    "stage",
    "step_counts",
    "stored",
    "submit",
    "text_code",
    "tries_lately",
    "unsettle_unmatched",
    "verify_phone",
    "walk",
    "watch",
    "why_unknown",
]
