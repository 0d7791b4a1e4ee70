"""Answers to an open question: what a command means because of what was asked."""

from collections.abc import Callable
from dataclasses import replace

from sms.commands import Command, words
from sms.dialogue.family import answer_which, ask_which, for_family
from sms.dialogue.place import answer_place
from sms.dialogue.state import (
    CANCEL,
    LETTER,
    MEANT,
    PLACE,
    SECOND,
    SLOTS,
    WHICH,
    WISH,
    YEAR,
    Effect,
    Facts,
    Move,
    Reply,
    State,
)
from sms.dialogue.wish import answer_wish

Reader = Callable[[State, Command, Facts], Move | None]
NO = frozenset({words.TIDAK, words.BUKAN})


def _answer_letter(state: State, command: Command, _facts: Facts) -> Move | None:
    if command.intent in NO or command.intent == words.BATAL:
        return _abandon(state)
    return (
        Move(state, (Reply("ask_letter"),))
        if command.intent in {words.YEAR, words.CHOICE, words.YA}
        else None
    )


def _answer_year(state: State, command: Command, _facts: Facts) -> Move | None:
    if command.intent == words.YEAR:
        if state.letter:
            return Move(state, effect=Effect("identify_letter", (state.letter, command.args[0])))
        return Move(state, effect=Effect("reidentify", command.args[:1], state.family))
    if command.intent in NO or command.intent == words.BATAL:
        return _abandon(state)
    return Move(state, (question(state, _facts),)) if command.intent in {words.CHOICE, words.YA} else None


def _answer_second(state: State, command: Command, _facts: Facts) -> Move | None:
    return _abandon(state) if command.intent in NO or command.intent == words.BATAL else None


def _answer_slots(state: State, command: Command, facts: Facts) -> Move | None:
    """One of the numbers shown, other times, or no."""
    if command.intent == words.CHOICE or (command.intent == words.YA and command.args):
        return choose(state, command.args)
    if command.intent == words.YA and len(state.options) == 1:
        return choose(state, tuple(state.options))
    if command.intent == words.LAIN or (command.intent == words.JADWAL and words.LAIN in command.rest):
        return for_family(state, words.LAIN, (str(state.family),), facts)
    if command.intent in NO or (command.intent == words.BATAL and not command.args):
        return _abandon(state)
    return Move(state, (Reply("not_an_option"),)) if command.intent == words.YA else None


def choose(state: State, args: tuple[str, ...]) -> Move:
    """Book one of the slots shown; two numbers in one text are no choice."""
    offer = state.options.get(args[0]) if len(args) == 1 else None
    if offer is None:
        return Move(state, (Reply("not_an_option"),))
    return Move(state, effect=Effect("book", (offer,), state.family))


def _answer_cancel(state: State, command: Command, facts: Facts) -> Move | None:
    if command.intent == words.YA:
        return Move(state, effect=Effect("cancel", (), state.family))
    if command.intent in NO:
        return _abandon(state)
    return Move(state, (question(state, facts),)) if command.intent == words.CHOICE else None


def _answer_which(state: State, command: Command, facts: Facts) -> Move | None:
    if command.intent == words.CHOICE:
        return answer_which(state, command.args, facts)
    return _abandon(state) if command.intent in NO else None


def _answer_meant(state: State, command: Command, facts: Facts) -> Move | None:
    if command.intent == words.YA:
        intent, *args = state.pending.split()
        return for_family(replace(state, pending=""), intent, tuple(args), facts)
    return _abandon(state) if command.intent in NO else None


ANSWERS: dict[str, Reader] = {
    LETTER: _answer_letter,
    YEAR: _answer_year,
    SECOND: _answer_second,
    SLOTS: _answer_slots,
    CANCEL: _answer_cancel,
    WHICH: _answer_which,
    MEANT: _answer_meant,
    PLACE: answer_place,
    WISH: answer_wish,
}


def _abandon(state: State) -> Move:
    return Move(state.cleared(), (Reply("kept"),))


def question(state: State, facts: Facts) -> Reply:
    """The open question again, or that nothing was understood."""
    family = facts.at(state.family)
    plain = {LETTER: "ask_letter", SECOND: "ask_second", PLACE: "ask_place", WISH: "ask_wish"}
    if state.name in plain:
        return Reply(plain[state.name])
    if state.name == YEAR and (state.letter or family):
        return Reply("ask_year", {"no": state.letter[-2:] or (family.tail if family else "")})
    if state.name == CANCEL and family and family.slot:
        return Reply("ask_cancel", {"s1": family.slot})
    if state.name == MEANT:
        return Reply("meant", {"word": state.pending.split()[0]})
    if state.name == WHICH and facts.families:
        return ask_which(state, facts).replies[0]
    return Reply("not_an_option") if state.name == SLOTS else Reply("not_understood")
