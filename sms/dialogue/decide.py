"""What a command means in a state of the conversation."""

from dataclasses import replace

from sms.commands import Command, words
from sms.commands.normalise import CARD_DIGITS, LETTER_DIGITS, looks_like_year
from sms.dialogue.answers import ANSWERS, choose, question
from sms.dialogue.family import ABOUT_A_FAMILY, for_family
from sms.dialogue.head import head_says
from sms.dialogue.patience import patiently
from sms.dialogue.place import no_letter
from sms.dialogue.state import LETTER, MEANT, PATIENCE, PLACE, SECOND, YEAR, Effect, Facts, Move, Reply, State

COMMANDS = frozenset(words.COMMANDS.values()) - {words.YA, words.TIDAK, words.BUKAN}  # those only answer


def decide(state: State, command: Command, facts: Facts) -> Move:
    """The next move. Words that always win come first, then the open question, then the command by itself."""
    if command.courtesy and state.name != PLACE:
        return Move(state, (Reply("thanks_back"),))
    move = None
    for reader in (head_says, _always, no_letter, ANSWERS.get(state.name), _command):
        move = reader(state, command, facts) if reader and move is None else move
    if move is None:
        return _not_understood(state, facts)
    heard = replace(move, state=replace(move.state, strikes=0))
    return patiently(state, heard, facts, command=command.intent in COMMANDS)


def _always(state: State, command: Command, _facts: Facts) -> Move | None:
    """Commands that mean the same whatever was asked; the open question stays open."""
    if command.intent == words.BANTU:
        return Move(state, (Reply("help"),))
    if command.intent == words.BAHASA:
        return (
            Move(state, effect=Effect("language", command.args))
            if command.args
            else Move(state, (Reply("language_choice"),))
        )
    simple = {words.STOP: "stop", words.MULAI: "start", words.PETUGAS: "person", words.CHECK: "officer"}
    if command.intent in simple:
        return Move(state, effect=Effect(simple[command.intent], command.args, state.family))
    if command.intent == words.IDENT:
        return _identify(state, command.args, command.rest)
    return None


def _identify(state: State, numbers: tuple[str, ...], rest: tuple[str, ...]) -> Move:
    """Letter number with or without the birth year, or NIK and KK, in one text or two."""
    letters = [number for number in numbers if len(number) == LETTER_DIGITS]
    cards = [number for number in numbers if len(number) == CARD_DIGITS]
    years = [number for number in numbers if looks_like_year(number)]
    fresh = replace(state.cleared(), pending=" ".join(rest[:1]))
    if letters and years:
        return Move(fresh, effect=Effect("identify_letter", (letters[0], years[0])))
    if letters:
        return Move(
            replace(fresh, name=YEAR, letter=letters[0]), (Reply("ask_year", {"no": letters[0][-2:]}),)
        )
    if state.first_number and cards and cards[0] != state.first_number:
        cards.insert(0, state.first_number)
    if len(cards) >= 2:
        return Move(fresh, effect=Effect("identify_pair", (cards[0], cards[1])))
    if cards:
        return Move(replace(fresh, name=SECOND, first_number=cards[0]), (Reply("ask_second"),))
    return Move(state, (Reply("wrong_length"),))


def _command(state: State, command: Command, facts: Facts) -> Move | None:
    """A command by itself, whatever was asked before."""
    intent = command.intent
    if intent == words.DAFTAR:
        short = any(len(arg) > 2 and not looks_like_year(arg) for arg in command.args)
        return Move(state.cleared(LETTER), (Reply("wrong_length" if short else "ask_letter"),))
    if command.corrected and intent in {words.BATAL, words.GANTI}:
        pending = " ".join((intent, *command.args))
        return Move(replace(state, name=MEANT, pending=pending), (Reply("meant", {"word": intent}),))
    if intent == words.JADWAL and not command.said and not facts.families:  # a missed call
        return Move(state.cleared(PLACE), (Reply("ask_place"),))
    if intent in ABOUT_A_FAMILY:
        return for_family(state, intent, command.args, facts)
    return _loose_answer(state, command, facts)


def _loose_answer(state: State, command: Command, facts: Facts) -> Move | None:
    """An answer that no open question asked for."""
    intent, rest = command.intent, command.rest
    if intent == words.YA:
        return _yes(state, rest, facts)
    if not facts.families:
        return None
    if intent == words.CHOICE:  # late, to an old list
        return choose(state, command.args)
    if intent == words.TIDAK and rest[:1] == ("JADI",):  # "tidak jadi" takes the visit back
        return for_family(state, words.BATAL, (), facts)
    return Move(state, effect=Effect("person", ("not_me",), state.family)) if intent == words.BUKAN else None


def _yes(state: State, rest: tuple[str, ...], facts: Facts) -> Move | None:
    """A yes that no question asked for: to the command after it, or to the visit that was proposed."""
    if rest[:1] and rest[0] in words.ACTIONS:
        return _command(state, Command(rest[0]), facts)
    waiting = [family for family in facts.families if not (family.slot or family.counted)]
    return for_family(state, words.JADWAL, (), facts) if waiting else None


def _not_understood(state: State, facts: Facts) -> Move:
    """The question once more; the second time a person; then silence, so that no two robots talk."""
    struck = replace(state, strikes=state.strikes + 1)
    if struck.strikes > PATIENCE:
        return Move(struck)
    if struck.strikes == PATIENCE:
        return Move(struck, effect=Effect("person", ("not_understood",), state.family))
    return patiently(state, Move(struck, (question(state, facts),)), facts)
