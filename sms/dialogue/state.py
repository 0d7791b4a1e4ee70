"""The values that the conversation is made of."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

LIFETIME = timedelta(hours=24)  # after this a question is forgotten; full commands always work
OPTIONS = 9  # slot numbers roll 1-3, 4-6, 7-9 and begin again
PATIENCE = 2  # texts in a row that were not understood; then a person, then silence

IDLE, LETTER, YEAR, SECOND = "idle", "awaiting_letter", "awaiting_year", "awaiting_second"
SLOTS, CANCEL, WHICH, MEANT = "slots_offered", "confirming_cancellation", "which_family", "did_you_mean"
PLACE, WISH = "awaiting_place", "awaiting_wish"
STATES = (IDLE, LETTER, YEAR, SECOND, SLOTS, CANCEL, WHICH, MEANT, PLACE, WISH)


@dataclass(frozen=True)
class State:
    """Where the conversation stands. `strikes`: texts in a row that nobody could read; `refusals`: answers in a row
    that did not help.

    `options` maps the slot numbers last shown to offer ids; they outlive the question, so that a late answer is known.
    """

    name: str = IDLE
    letter: str = ""
    first_number: str = ""
    family: int = 0
    pending: str = ""  # the command that waits for this answer
    options: dict[str, str] = field(default_factory=dict)
    last_option: int = 0
    shown_after: int = 0
    strikes: int = 0
    refusals: int = 0

    def cleared(self, name: str = IDLE) -> "State":
        """Another state, without the numbers and the command that waited in this one."""
        return replace(self, name=name, letter="", first_number="", pending="")


@dataclass(frozen=True)
class Family:
    """One household bound to the phone, as far as the conversation has to know it."""

    position: int
    tail: str
    slot: str = ""  # the booked visit, as sms.texts.slot()
    counted: bool = False
    stale: bool = False  # bound long ago and silent since: the birth year is asked again


@dataclass(frozen=True)
class Facts:
    """What the tables know about the phone. `head`: it is a neighbourhood head's, registered with the RT."""

    families: tuple[Family, ...] = ()
    head: bool = False

    def at(self, position: int) -> Family | None:
        return next((family for family in self.families if family.position == position), None)


@dataclass(frozen=True)
class Reply:
    """A message name of sms/texts and its parameters."""

    message: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Effect:
    """Something that only the handlers can do. kind: identify_letter, identify_pair, reidentify, offer, book, cancel,
    stop, start, language, person, officer, request (a visit without a letter), wish, and of a neighbourhood head
    head_letter, head_family, head_phone, lead."""

    kind: str
    args: tuple[str, ...] = ()
    family: int = 0


@dataclass(frozen=True)
class Outcome:
    """How an effect ended; `facts` as they are afterwards, `slots` as (offer id, slot) where some are offered."""

    kind: str
    facts: Facts = Facts()
    family: int = 0
    slots: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Move:
    """The answer to one command or outcome."""

    state: State
    replies: tuple[Reply, ...] = ()
    effect: Effect | None = None
