"""Nobody is left in a loop: after one answer that does not help, the next one does, or a person comes."""

from dataclasses import replace

from sms.dialogue.state import IDLE, PLACE, Effect, Facts, Move, Reply, State

UNHELPFUL = frozenset(
    {"not_identified", "wrong_length", "not_an_option", "unbound", "lead_unknown", "not_understood", "no_slots",
     "closed", "too_late", "too_many_moves"}
)  # fmt: skip


def patiently(before: State, move: Move, facts: Facts, *, command: bool = False) -> Move:
    """The move, unless it were the second in a row that does not help. `command`: a whole command led to it.

    Then a phone with families gets a person; one without says where it is, which is all that a visit needs.
    """
    if move.effect is not None:
        return move
    if not _is_unhelpful(before, move, command):
        return replace(move, state=replace(move.state, refusals=0)) if move.replies else move
    if before.refusals == 0:
        return replace(move, state=replace(move.state, refusals=1))
    state = replace(move.state, refusals=0)
    if facts.families or facts.head or before.name == PLACE:
        return Move(state.cleared(), effect=Effect("person", ("refused",), state.family))
    return Move(state.cleared(PLACE), (Reply("ask_place"),))


def _is_unhelpful(before: State, move: Move, command: bool) -> bool:
    """A refusal, or once more the question that an answer was given to."""
    if any(reply.message in UNHELPFUL for reply in move.replies):
        return True
    asked = not command and any(
        reply.message.startswith(("ask_", "which", "meant")) for reply in move.replies
    )
    return (
        asked
        and before.name != IDLE
        and before.name == move.state.name
        and before.letter == move.state.letter
    )
