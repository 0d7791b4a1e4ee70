"""One household, one state: which event leads from which state to which, as a table.

States follow the dispositions of BPS at the end (census.md section 6): complete 1, partial 2, no_contact 3,
refused 4, ineligible 5 (moved, building gone); expected and begun are the open ones.
"""

from __future__ import annotations

from webapp.shared.errors import Refusal

EXPECTED, BEGUN, PARTIAL, COMPLETE = "expected", "begun", "partial", "complete"
REFUSED, NO_CONTACT, INELIGIBLE = "refused", "no_contact", "ineligible"
STATES = (EXPECTED, BEGUN, PARTIAL, COMPLETE, REFUSED, NO_CONTACT, INELIGIBLE)
UNCOUNTED = (EXPECTED, BEGUN, PARTIAL, NO_CONTACT, REFUSED)  # still to be counted: the doors of field work

REGISTER, UNMATCHED, DOOR = "register", "unmatched", "door"
ORIGINS = (REGISTER, UNMATCHED, DOOR)
COUNTED_ORIGINS = (REGISTER, DOOR)  # unmatched families stay out of every figure until settled

REGISTERED = "registered"  # the first entry of every household's log; it has no state before it
UPDATED = "updated"  # the register has changed what it says of the family; the state stays
_NEVER = ""

# fmt: off
# kind           from: expected    begun       partial     complete  refused     no_contact  ineligible
_TABLE = {
    "begun":          (BEGUN,      BEGUN,      BEGUN,      COMPLETE, BEGUN,      BEGUN,      BEGUN),
    "submitted":      (COMPLETE,   COMPLETE,   COMPLETE,   COMPLETE, COMPLETE,   COMPLETE,   COMPLETE),
    # A family that the desk has set aside (a duplicate, not resident) may mend its answers; the decision stands.
    "corrected":      (_NEVER,     _NEVER,     _NEVER,     COMPLETE, _NEVER,     _NEVER,     INELIGIBLE),
    "broken_off":     (PARTIAL,    PARTIAL,    PARTIAL,    COMPLETE, PARTIAL,    PARTIAL,    PARTIAL),
    "refused":        (REFUSED,    REFUSED,    PARTIAL,    COMPLETE, REFUSED,    REFUSED,    REFUSED),
    "moved":          (INELIGIBLE, INELIGIBLE, INELIGIBLE, COMPLETE, INELIGIBLE, INELIGIBLE, INELIGIBLE),
    "building_gone":  (INELIGIBLE, INELIGIBLE, INELIGIBLE, COMPLETE, INELIGIBLE, INELIGIBLE, INELIGIBLE),
    # Not found is not gone: the family stays in the denominator, and a draft on the web outweighs it.
    "not_found":      (NO_CONTACT, BEGUN,      PARTIAL,    COMPLETE, REFUSED,    NO_CONTACT, INELIGIBLE),
    "attempted":      (EXPECTED,   BEGUN,      PARTIAL,    COMPLETE, REFUSED,    NO_CONTACT, INELIGIBLE),
    # The office's decision, the only way out of complete.
    "reopened":       (EXPECTED,   BEGUN,      BEGUN,      BEGUN,    EXPECTED,   EXPECTED,   EXPECTED),
}
# fmt: on
KINDS = tuple(_TABLE)
DOOR_KINDS = ("broken_off", "refused", "moved", "building_gone", "not_found", "attempted")


class UnknownHousehold(Refusal):
    """There is no household with this id."""

    code = "194"
    status = 404
    message = "Keluarga ini tidak ada dalam daftar. Periksa lagi alamat halamannya."


class EventImpossible(Refusal):
    """This cannot happen to a household in its present state (a correction before anything was sent)."""

    code = "195"
    status = 409
    message = "Tindakan ini belum dapat dilakukan untuk keluarga ini, karena jawabannya belum dikirim."


def next_state(state: str, kind: str) -> str:
    """The state after an event. Raises EventImpossible, or ValueError for an unknown state or kind."""
    if kind not in _TABLE:
        raise ValueError(f"no such event: {kind}")
    following = _TABLE[kind][STATES.index(state)]
    if following == _NEVER:
        raise EventImpossible(kind=kind, state=state)
    return following
