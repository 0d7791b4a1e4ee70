"""From an effect of the conversation to a use-case of the rooms below, and back to an outcome.

Everything runs inside the transaction of the text that came in. A use-case that refuses is undone to its
savepoint, so that nothing of it stays beside the refusal's reply.
"""

from __future__ import annotations

from collections.abc import Callable

from sms import phones
from sms.dialogue import Effect, Outcome
from sms.handlers import head, identify, visiting, without_letter
from sms.handlers.turn import CHANNEL, Turn
from webapp.shared import clock
from webapp.staff import queries as staff

__all__ = ["CHANNEL", "LANGUAGES", "Turn", "perform"]

LANGUAGES = {"INDONESIA": "id", "JAWA": "jv", "INGGRIS": "en"}


def perform(turn: Turn, effect: Effect) -> Outcome:
    """Do what the conversation asks for."""
    return _PERFORMED[effect.kind](turn, effect)


def _stop(turn: Turn, _effect: Effect) -> Outcome:
    turn.phone.opted_out_at = turn.phone.opted_out_at or clock.now()
    return turn.outcome("stopped")


def _start(turn: Turn, _effect: Effect) -> Outcome:
    turn.phone.opted_out_at = None
    return turn.outcome("started")


def _language(turn: Turn, effect: Effect) -> Outcome:
    turn.phone.language = LANGUAGES[effect.args[0]]
    return turn.outcome("language_set")


def _person(turn: Turn, effect: Effect) -> Outcome:
    phones.call_person(turn.phone, turn.household(effect.family or 1))
    return turn.outcome("person")


def _officer(turn: Turn, effect: Effect) -> Outcome:
    known = staff.officer(effect.args[0]) is not None
    return turn.outcome("officer_known" if known else "officer_unknown", text=effect.args[0])


_PERFORMED: dict[str, Callable[[Turn, Effect], Outcome]] = {
    "identify_letter": identify.identify_letter,
    "identify_pair": identify.identify_pair,
    "reidentify": identify.reidentify,
    "offer": visiting.offer,
    "book": visiting.book,
    "cancel": visiting.cancel,
    "stop": _stop,
    "start": _start,
    "language": _language,
    "person": _person,
    "officer": _officer,
    "request": without_letter.request,
    "wish": visiting.wish,
    "head_letter": head.letter,
    "head_family": head.family,
    "head_phone": head.family_phone,
    "lead": head.lead,
}
