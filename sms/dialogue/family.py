"""Commands about one of the phone's families: which one is meant, and what the command does for it."""

from dataclasses import replace

from sms.commands import words
from sms.dialogue.state import CANCEL, IDLE, WHICH, YEAR, Effect, Facts, Family, Move, Reply, State

ABOUT_A_FAMILY = frozenset({words.STATUS, words.JADWAL, words.GANTI, words.BATAL, words.LAIN})


def for_family(state: State, intent: str, args: tuple[str, ...], facts: Facts) -> Move:
    """Find the family that a command means, asking if more than one could be, and run it."""
    if not facts.families:
        return Move(replace(state, name=IDLE), (Reply("unbound"),))
    named = _named(args, facts)
    if named:
        return run(state, intent, named)
    spoken_of = facts.at(state.family) if facts.head else None
    if spoken_of:  # a head goes on with the family that she named last
        return run(state, intent, spoken_of)
    candidates = _candidates(intent, facts)
    if len(candidates) == 1:
        return run(state, intent, candidates[0])
    return ask_which(replace(state, pending=intent), facts)


def _named(args: tuple[str, ...], facts: Facts) -> Family | None:
    """The family whose position, or else the last two digits of whose letter, was given."""
    if not args or not args[0].isdigit():
        return None
    tails = [family for family in facts.families if family.tail == args[0].rjust(2, "0")]
    return facts.at(int(args[0])) or (tails[0] if len(tails) == 1 else None)


def _candidates(intent: str, facts: Facts) -> list[Family]:
    """The families for which the command makes sense; all of them if it does for none."""
    if intent in {words.GANTI, words.BATAL}:
        sensible = [family for family in facts.families if family.slot]
    elif intent in {words.JADWAL, words.LAIN}:
        sensible = [family for family in facts.families if not family.counted]
    else:
        sensible = list(facts.families)
    return sensible or list(facts.families)


def ask_which(state: State, facts: Facts) -> Move:
    listed = " ".join(f"{family.position}=..{family.tail}" for family in facts.families[:5])
    reply = Reply("which", {"count": str(len(facts.families)), "list": listed})
    return Move(replace(state, name=WHICH), (reply,))


def answer_which(state: State, args: tuple[str, ...], facts: Facts) -> Move:
    """The number of a family, or the last digits of its letter."""
    family = _named(args, facts)
    return run(state, state.pending, family) if family else ask_which(state, facts)


def run(state: State, intent: str, family: Family) -> Move:
    """The command for this family. A binding long unheard of is proved again first."""
    if family.position != state.family:
        state = replace(state, family=family.position, options={}, last_option=0, shown_after=0)
    state = replace(state, name=IDLE, pending="")
    if family.stale:
        waiting = replace(state, name=YEAR, letter="", pending=intent)
        return Move(waiting, (Reply("ask_year", {"no": family.tail}),))
    if family.counted:
        return Move(state, (Reply("counted", {"no": family.tail}),))
    if intent == words.BATAL:
        return _ask_cancel(state, family)
    if intent == words.STATUS or (intent == words.JADWAL and family.slot):
        return Move(state, (status(family),))
    after = state.shown_after + 3 if intent == words.LAIN and state.options else 0
    return Move(state, effect=Effect("offer", (str(after),), family.position))


def _ask_cancel(state: State, family: Family) -> Move:
    if not family.slot:
        return Move(state, (Reply("no_booking", {"no": family.tail}),))
    return Move(replace(state, name=CANCEL), (Reply("ask_cancel", {"s1": family.slot}),))


def status(family: Family) -> Reply:
    """Where a family stands, in one text."""
    if family.counted:
        return Reply("counted", {"no": family.tail})
    if family.slot:
        return Reply("status_booked", {"no": family.tail, "s1": family.slot})
    return Reply("status_open", {"no": family.tail})
