"""What a neighbourhood head may say besides: a family's letter number, or its last four digits and a hint."""

import re
from dataclasses import replace

from sms.commands import Command, words
from sms.commands.normalise import LETTER_DIGITS
from sms.dialogue.state import Effect, Facts, Move, State

_TAIL = re.compile(r"(\d{4})((?: [^\W\d_]+)+)(?: \d{1,2})?")
_PHONE = re.compile(r"(\d{10}) (?:HP|TELP|TELEPON|WA|PHONE)((?: \d+)+)")
_COMMANDS = frozenset({words.JADWAL, words.STATUS, words.BATAL, words.GANTI})


def head_says(state: State, command: Command, facts: Facts) -> Move | None:
    """None where the head speaks like everybody else."""
    if not facts.head:
        return None
    if given := _PHONE.fullmatch(command.said):
        return Move(state.cleared(), effect=Effect("head_phone", (given[1], given[2].replace(" ", ""))))
    letters = [number for number in command.args if len(number) == LETTER_DIGITS]
    if command.intent == words.IDENT and len(letters) == len(command.args) == 1:
        waiting = replace(state.cleared(), pending=" ".join(command.rest[:1]))
        return Move(waiting, effect=Effect("head_letter", (letters[0],)))
    if hint := _TAIL.fullmatch(command.said):
        return _about(state, hint[1], hint[2].split())
    return None


def _about(state: State, tail: str, said: list[str]) -> Move:
    """4821 JADWAL books for the family; anything else is a hint for the officers: PINDAH means that it has moved."""
    if len(said) == 1 and said[0] in _COMMANDS:
        return Move(replace(state.cleared(), pending=said[0]), effect=Effect("head_family", (tail,)))
    return Move(state.cleared(), effect=Effect("lead", (tail, " ".join(said))))
