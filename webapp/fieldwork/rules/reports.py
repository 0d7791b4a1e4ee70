"""An outcome that comes late from a phone without signal: what it still does, as a table over all cases.

Stored state x event x newer/older. "Older" means: it happened before the family came into its present state.
    APPLY  all effects, as if it had come at once
    KEEP   written among the attempts; the state stays, because what is stored is newer or weighs more
    HOLD   written beside, changes nothing; a coordinator sees both and decides
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from webapp.households.rules import states

APPLY, KEEP, HOLD = "apply", "keep", "hold"
VERDICTS = (APPLY, KEEP, HOLD)
_SAYING = {states.BEGUN: ("begun",), states.PARTIAL: ("broken_off", "refused"), states.REFUSED: ("refused",),
           states.NO_CONTACT: ("not_found",), states.INELIGIBLE: ("moved", "building_gone"),
           states.COMPLETE: ("submitted",)}  # fmt: skip
CLOCK_OFF_S = 120  # from there on a phone's clock is said to be off
MOST_OFF_S = 2_000_000_000  # 63 years: a phone that believes it is 1970 is still understood
OLDEST_DAYS = 14  # nothing recorded is older than that, however wrong the phone's clock was
MOST_REPORTS = 50  # in one sending
LIST_HOURS = 14  # that long a phone may keep its list

# fmt: off
_ORDER = ("attempted", "not_found", "broken_off", "refused", "moved", "building_gone")
_TABLE = {  # state:          newer than the state                              older than it
    states.EXPECTED:    ((APPLY, APPLY, APPLY, APPLY, APPLY, APPLY),   (APPLY, KEEP, KEEP, KEEP, KEEP, KEEP)),
    # The family has begun by itself since: that it was away or unwilling before says nothing any more.
    states.BEGUN:       ((APPLY, APPLY, APPLY, APPLY, APPLY, APPLY),   (APPLY, KEEP, KEEP, KEEP, KEEP, KEEP)),
    # Reported gone, and spoken to afterwards: a person looks.
    states.PARTIAL:     ((APPLY, APPLY, APPLY, APPLY, APPLY, APPLY),   (APPLY, KEEP, KEEP, KEEP, HOLD, HOLD)),
    # Counted stays counted. That nobody lives there cannot both be true: a person looks.
    states.COMPLETE:    ((KEEP,  KEEP,  KEEP,  KEEP,  HOLD,  HOLD),    (KEEP,  KEEP, KEEP, KEEP, HOLD, HOLD)),
    # Answers begun before a refusal are answers all the same.
    states.REFUSED:     ((APPLY, APPLY, APPLY, APPLY, APPLY, APPLY),   (APPLY, KEEP, APPLY, KEEP, KEEP, KEEP)),
    # "Not found" knows less than whoever was there before.
    states.NO_CONTACT:  ((APPLY, APPLY, APPLY, APPLY, APPLY, APPLY),   (APPLY, KEEP, APPLY, APPLY, APPLY, APPLY)),
    states.INELIGIBLE:  ((APPLY, APPLY, APPLY, APPLY, APPLY, APPLY),   (APPLY, KEEP, KEEP, KEEP, KEEP, KEEP)),
}
# fmt: on


def verdict(state: str, kind: str, *, older: bool) -> str:
    """What an outcome with this effect on the case still does. Raises KeyError or ValueError for what is unknown."""
    return _TABLE[state][int(older)][_ORDER.index(kind)]


class Happened(NamedTuple):
    """An event of a case, at the moment at which it happened and not at which it was told."""

    at: datetime
    kind: str


def settled_since(events: Iterable[Happened]) -> datetime | None:
    """When the present state was reached or said again, the events taken in the order in which they happened."""
    state, since = states.EXPECTED, None
    for event in sorted(events):
        if event.kind not in states.KINDS:
            continue
        try:
            after = states.next_state(state, event.kind)
        except states.EventImpossible:
            continue
        said_again = event.kind in _SAYING.get(after, ())
        if after != state or said_again:
            state, since = after, event.at
    return since


def moment_of(device_at: datetime, clock_off_s: int, now: datetime) -> datetime:
    """When it happened by our clock: the phone's clock set right, never in the future, never before the field work."""
    try:
        happened = device_at - timedelta(seconds=clock_off_s)
    except OverflowError:  # a clock that shows no year that there is
        return now
    return min(now, max(now - timedelta(days=OLDEST_DAYS), happened))


def next_try(
    tried: Sequence[tuple[date, str]], possible: Iterable[tuple[date, str]]
) -> tuple[date, str] | None:
    """The first possible (day, window) on a day and at a time of day that were not tried; else on another day."""
    days, windows = {day for day, _ in tried}, {window for _, window in tried}
    other_days = [(day, window) for day, window in possible if day not in days]
    fresh = [one for one in other_days if one[1] not in windows]
    return next(iter(fresh or other_days), None)
