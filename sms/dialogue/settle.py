"""What to say, and where the conversation stands, after the handlers did what was asked of them."""

from collections.abc import Callable
from dataclasses import replace

from sms.dialogue.family import run
from sms.dialogue.patience import patiently
from sms.dialogue.state import IDLE, LETTER, OPTIONS, SLOTS, WISH, YEAR, Move, Outcome, Reply, State

PER_TEXT = 3  # slots in one text
ANSWERED = {  # outcomes that need one text and nothing else; the question, if any, stays open
    "stopped": "stopped",
    "started": "started",
    "language_set": "language_set",
    "person": "person",
    "silence": "",
    "requested": "requested",
    "wished": "wished",
    "lead_taken": "lead_taken",
    "lead_unknown": "lead_unknown",
    "phone_taken": "phone_taken",
}
ENDED = frozenset(
    {"too_many_moves", "too_late", "closed", "counted", "no_booking", "cancelled", "booked", "moved"}
)


def settle(state: State, outcome: Outcome) -> Move:
    """The replies to an outcome, and the state after it."""
    return patiently(state, _settle(state, outcome), outcome.facts)


def _settle(state: State, outcome: Outcome) -> Move:
    if outcome.kind in ANSWERED:
        message = ANSWERED[outcome.kind]
        return Move(state, (Reply(message),) if message else ())
    if outcome.kind in ENDED:
        return _end(state, outcome)
    return _SETTLED[outcome.kind](state, outcome)


def _identified(state: State, outcome: Outcome) -> Move:
    """Bound. A command that waited for it runs now; otherwise the family hears what it can do next."""
    family = outcome.facts.at(outcome.family)
    pending = state.pending
    state = replace(state, name=IDLE, letter="", first_number="", pending="", family=outcome.family)
    if family is None:
        return Move(state, (Reply("person"),))
    if pending and outcome.text != "pair":  # who sent card numbers first hears to delete them
        return run(state, pending, replace(family, stale=False))
    message, params = "confirmed", {"no": family.tail}
    if outcome.text == "pair":
        message = "confirmed_pair_known" if family.slot or family.counted else "confirmed_pair"
    elif family.counted:
        message = "counted"
    elif family.slot:
        message, params = "confirmed_booked", {"no": family.tail, "s1": family.slot}
    return Move(state, (Reply(message, params),))


def _not_identified(state: State, _outcome: Outcome) -> Move:
    """One text for every reason. A bound family may try its year again; others begin with the letter."""
    name = YEAR if state.name == YEAR and not state.letter else LETTER
    return Move(replace(state, name=name, letter="", first_number=""), (Reply("not_identified"),))


def _too_many(state: State, _outcome: Outcome) -> Move:
    return Move(replace(state, name=IDLE, letter="", first_number="", pending=""), (Reply("person"),))


def _offered(state: State, outcome: Outcome) -> Move:
    return _list(state, outcome, "slots")


def _taken(state: State, outcome: Outcome) -> Move:
    return _list(state, outcome, "taken")


def _list(state: State, outcome: Outcome, wording: str) -> Move:
    """Slots under the next numbers; earlier numbers stay good until their turn comes round."""
    slots = outcome.slots[: 2 if wording == "taken" else PER_TEXT]
    if not slots:
        return Move(replace(state, name=IDLE, pending="", family=outcome.family), (Reply("no_slots"),))
    first = -(-state.last_option // PER_TEXT) * PER_TEXT % OPTIONS
    numbers = [str(first + n + 1) for n in range(len(slots))]
    replaced = {str(first + n + 1) for n in range(PER_TEXT)}
    kept = {number: offer for number, offer in state.options.items() if number not in replaced}
    params = dict(zip("abc", numbers, strict=False))
    params.update({f"s{n}": slot for n, (_, slot) in enumerate(slots, start=1)})
    fresh = {number: offer for number, (offer, _) in zip(numbers, slots, strict=True)}
    after = int(outcome.text or 0)
    state = replace(state, name=SLOTS, options=kept | fresh, last_option=int(numbers[-1]), shown_after=after)
    return Move(replace(state, family=outcome.family), (Reply(f"{wording}_{len(slots)}", params),))


def _end(state: State, outcome: Outcome) -> Move:
    """The visit is booked, moved, cancelled, or cannot be; `text` is its slot."""
    family = outcome.facts.at(outcome.family)
    params = {"s1": outcome.text}
    if outcome.kind in {"counted", "no_booking"}:
        params = {"no": family.tail if family else "--"}
    elif outcome.kind == "closed":
        params = {}
    ended = replace(state, name=IDLE, pending="", options={}, last_option=0, shown_after=0)
    return Move(ended, (Reply(outcome.kind, params),))


def _no_times(state: State, outcome: Outcome) -> Move:
    """Nothing to choose from yet, but a wish is taken."""
    return Move(replace(state, name=WISH, pending="", family=outcome.family), (Reply("ask_wish"),))


def _requested_here(state: State, outcome: Outcome) -> Move:
    """Recorded without a letter: the phone stands for that family from now on."""
    return Move(replace(state, family=outcome.family), (Reply("requested_here"),))


def _ask_year(state: State, outcome: Outcome) -> Move:
    """A head's letter number from another RT: proved like everybody's."""
    waiting = replace(state, name=YEAR, letter=outcome.text)
    return Move(waiting, (Reply("ask_year", {"no": outcome.text[-2:]}),))


def _officer(state: State, outcome: Outcome) -> Move:
    return Move(state, (Reply(outcome.kind, {"officer": outcome.text}),))


_SETTLED: dict[str, Callable[[State, Outcome], Move]] = {
    "identified": _identified,
    "not_identified": _not_identified,
    "too_many_families": _too_many,
    "offered": _offered,
    "taken": _taken,
    "no_times": _no_times,
    "ask_year": _ask_year,
    "requested_here": _requested_here,
    "officer_known": _officer,
    "officer_unknown": _officer,
}
