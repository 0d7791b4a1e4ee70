"""Use-cases of the register, for every door."""

from webapp.households.service.blanks import bind_blank, write_blanks
from webapp.households.service.counts import Difference, check_counts, fold_counts, recount
from webapp.households.service.demo import RegisterNotEmpty, Sample, make_demo, samples
from webapp.households.service.events import mark_claimed, record_event
from webapp.households.service.find import HouseholdCard, card, find_by_letter, find_by_pair, may_hold_letter
from webapp.households.service.intake import Imported, import_register
from webapp.households.service.letters import NoLetters, Written, write_letters
from webapp.households.service.posters import UnknownVillage, write_guide, write_posters
from webapp.households.service.register_file import FileUnusable
from webapp.households.service.roster import (
    Door,
    RosterPerson,
    address,
    doors,
    head_birth_year,
    kk_number,
    phone,
    roster,
    rosters,
)
from webapp.households.service.rows import NoPlaces
from webapp.households.service.settling import Settlement, settle, settlement_of, unsettle
from webapp.households.service.unmatched import create_unmatched, create_without_numbers
from webapp.households.service.village import Suggestion, suggestions

__all__ = [
    "Difference",
    "Door",
    "FileUnusable",
    "HouseholdCard",
    "Imported",
    "NoLetters",
    "NoPlaces",
    "RegisterNotEmpty",
    "RosterPerson",
    "Sample",
    "Settlement",
    "Suggestion",
    "UnknownVillage",
    "Written",
    "address",
    "bind_blank",
    "card",
    "check_counts",
    "create_unmatched",
    "create_without_numbers",
    "doors",
    "find_by_letter",
    "find_by_pair",
    "fold_counts",
    "head_birth_year",
    "import_register",
    "kk_number",
    "make_demo",
    "mark_claimed",
    "may_hold_letter",
    "phone",
    "record_event",
    "recount",
    "roster",
    "rosters",
    "samples",
    "settle",
    "settlement_of",
    "suggestions",
    "unsettle",
    "write_blanks",
    "write_guide",
    "write_letters",
    "write_posters",
]
