"""The conversation of one phone, as pure decisions: state and command in; new state, effect and replies out.

`decide` reads a command in a state. What it cannot settle by itself it asks of the handlers as an Effect; they do
it and hand the Outcome to `settle`. Nothing here reads a clock, a table or a setting.
"""

from sms.dialogue.decide import decide
from sms.dialogue.settle import settle
from sms.dialogue.state import LIFETIME, Effect, Facts, Family, Move, Outcome, Reply, State

__all__ = ["LIFETIME", "Effect", "Facts", "Family", "Move", "Outcome", "Reply", "State", "decide", "settle"]
