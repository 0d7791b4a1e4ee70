"""A family without a letter asks for a visit: its village finds the coordinator, the RT head finds the family."""

from __future__ import annotations

import re

from sms import phones, queries
from sms.dialogue import Effect, Outcome
from sms.handlers.turn import CHANNEL, Turn
from sms.masking import mask
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.places import queries as places
from webapp.places import rules as place_rules
from webapp.shared import throttle
from webapp.visits import service as visits

REQUESTS, A_DAY_S = 2, 86400  # families without a letter that one phone may name in a day
_RT = re.compile(r"\bRT ?0*(\d{1,3})\b")


def request(turn: Turn, effect: Effect) -> Outcome:
    """The family is recorded as unmatched with its wish, and can choose a time at once.

    Where the village cannot be told for sure, a person of the place around it reads the thread.
    """
    said = effect.args[0]
    area = area_of(said)
    position = _unmatched(turn, area, said) if places.village(area) is not None else None
    if position is None:
        phones.call_person(turn.phone, None, kind=phones.VISIT_REQUEST, area=area)
        return turn.outcome("requested")
    return turn.outcome("requested_here", position)


def _unmatched(turn: Turn, village_code: str, said: str) -> int | None:
    """The position of a new family on this phone; None if it has named as many as it may, or none can be taken."""
    own = [binding for binding in queries.bindings(turn.phone.id) if binding.how != queries.HEAD]
    if len(own) >= phones.MOST_FAMILIES or not enumeration.door_open("wish"):
        return None
    if not throttle.hit("sms-unmatched", queries.number_of(turn.phone), REQUESTS, A_DAY_S):
        return None
    rt = _RT.search(said)
    household_id = households.create_without_numbers(
        village_code, rt[1].zfill(3) if rt else "", "", CHANNEL, address=f"SMS: {mask(said)}"
    )
    visits.set_wish(household_id, "", "any", CHANNEL)
    return phones.bind(turn.phone, household_id, "place")


def area_of(said: str) -> str:
    """The village named in a text; where names repeat, the area around all that may be meant; '' for none."""
    heard = place_rules.words_of(said)
    named = {name: around for name in places.village_names() if (around := _hears(heard, name))}
    longest = max((len(place_rules.words_of(name.name)) for name in named), default=0)
    meant = [name for name in named if len(place_rules.words_of(name.name)) == longest]
    if len(meant) > 1:  # a village may bear its sub-district's name, which was said beside another one's
        meant = [name for name in meant if name.name != name.sub_district] or meant
    surely = [name for name in meant if named[name] == "village and sub-district"] or meant
    codes = [name.code for name in surely]
    if len(codes) == 1:
        return codes[0]
    shared = {place_rules.parent_of(code) for code in codes}
    return shared.pop() if len(shared) == 1 else ""


def _hears(heard: list[str], name: place_rules.VillageName) -> str:
    if not _stands_in(place_rules.words_of(name.name), heard):
        return ""
    around = place_rules.words_of(name.sub_district)
    return "village and sub-district" if _stands_in(around, heard) else "village"


def _stands_in(words: list[str], heard: list[str]) -> bool:
    return any(heard[n : n + len(words)] == words for n in range(len(heard) - len(words) + 1))
