"""Which family writes: letter number and birth year, or NIK and KK; and what a phone may try."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sms import phones, queries
from sms.dialogue import Effect, Outcome
from sms.handlers.turn import Turn
from webapp.households import service as households
from webapp.shared import clock, throttle

TRIES_PER_LETTER, TRIES_PER_PHONE, A_DAY = 3, 5, timedelta(hours=24)


def identify_letter(turn: Turn, effect: Effect) -> Outcome:
    """Letter number and birth year of the head; three tries a letter, five a phone, one answer to every failure."""
    letter, year = effect.args
    household_id = households.find_by_letter(letter) if _may_try(turn, letter) else None
    if household_id is None or str(households.head_birth_year(household_id)) != year:
        return _failed(turn)
    return bound(turn, household_id, "letter")


def identify_pair(turn: Turn, effect: Effect) -> Outcome:
    """NIK and KK in either order. The NIK holds the birth date, so no year is asked."""
    first, second = effect.args
    household_id = None
    if _may_try(turn, first, second):
        household_id = households.find_by_pair(first, second) or households.find_by_pair(second, first)
    return bound(turn, household_id, "pair") if household_id else _failed(turn)


def reidentify(turn: Turn, effect: Effect) -> Outcome:
    """The birth year again, for a binding that was silent for long."""
    household_id = turn.household(effect.family)
    if household_id is None or not _may_try(
        turn, households.card(household_id).letter_number or str(household_id)
    ):
        return _failed(turn)
    if str(households.head_birth_year(household_id)) != effect.args[0]:
        return _failed(turn)
    return bound(turn, household_id, "letter")


def _may_try(turn: Turn, *numbers: str) -> bool:
    """Have neither the phone nor any of the numbers used up their tries of the day?"""
    within = queries.failures_since(turn.phone_index, clock.now() - A_DAY) < TRIES_PER_PHONE
    counted = [
        throttle.hit("sms-letter", number, TRIES_PER_LETTER, int(A_DAY.total_seconds()))
        for number in numbers
        if within
    ]
    return within and all(counted)


def _failed(turn: Turn) -> Outcome:
    turn.failed = True
    return turn.outcome("not_identified")


def bound(turn: Turn, household_id: UUID, how: str) -> Outcome:
    position = phones.bind(turn.phone, household_id, how)
    if position is None:
        phones.call_person(turn.phone, household_id)
        return turn.outcome("too_many_families")
    return turn.outcome("identified", position, how)
