"""Without a letter: the village and the head of the RT are enough for an officer to come."""

from dataclasses import replace

from sms.commands import Command, words
from sms.dialogue.state import LETTER, PLACE, SECOND, YEAR, Effect, Facts, Move, Reply, State

_GONE = frozenset({"HILANG", "ILANG", "LOST", "KETLISUT"})
_NONE = frozenset({"TIDAK", "TDK", "GAK", "GA", "GK", "NGGAK", "ENGGAK", "NDAK", "TAK", "ORA", "MBOTEN", "BOTEN",
                   "BELUM", "BLM", "DURUNG", "DERENG", "NO", "NOT", "WITHOUT", "TANPA"})  # fmt: skip
_HAVING = frozenset({"ADA", "PUNYA", "DAPAT", "TERIMA", "NERIMA", "DUWE", "NDUWE", "GADHAH", "GADAH", "ONO", "WONTEN",
                     "ENTUK", "ANGSAL", "SURAT", "LETTER", "HAVE"})  # fmt: skip
_LONGEST_NO = 5  # words; more is a sentence for a person
_COMMANDS = frozenset({words.STATUS, words.JADWAL, words.DAFTAR, words.LAIN})


def no_letter(state: State, command: Command, facts: Facts) -> Move | None:
    """TIDAK ADA, from a phone that stands for nobody or is registering somebody."""
    if facts.families and state.name not in {LETTER, YEAR, SECOND}:
        return None
    said = command.said.split()
    if len(said) > _LONGEST_NO or not (_GONE & set(said) or (_NONE & set(said) and _HAVING & set(said))):
        return None
    return Move(state.cleared(PLACE), (Reply("ask_place"),))


def answer_place(state: State, command: Command, _facts: Facts) -> Move | None:
    """Any words are taken: a coordinator knows the village and asks its head."""
    said = command.said.split()
    if command.intent in _COMMANDS and len(said) == 1 and not command.corrected:
        return None
    no = command.intent in {words.BATAL, words.TIDAK, words.BUKAN}
    if no and len(said) <= 2 and not command.corrected:
        return Move(state.cleared(), (Reply("kept"),))
    if not any(word.isalpha() and len(word) > 2 for word in said):
        return Move(state, (Reply("ask_place"),))
    return Move(replace(state.cleared()), effect=Effect("request", (command.said,)))
