"""A family without a letter asks for a visit: its village finds the coordinator, the RT head finds the family."""

from __future__ import annotations

from sms import phones
from sms.dialogue import Effect, Outcome
from sms.handlers.turn import Turn
from webapp.places import queries as places
from webapp.places import rules as place_rules


def request(turn: Turn, effect: Effect) -> Outcome:
    """A task for the coordinator of the place that was named; what was written stands in the thread."""
    phones.call_person(turn.phone, None, kind=phones.VISIT_REQUEST, area=area_of(effect.args[0]))
    return turn.outcome("requested")


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
