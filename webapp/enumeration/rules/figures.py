"""Figures about the form itself, on plain values: its steps, the pace, and which small numbers are not shown."""

from __future__ import annotations

from collections.abc import Mapping

FEEDBACK = ("easy", "fair", "hard")
# Behind which step a form was left: what was saved last. "persons": some of them, "all": the last one too, not sent.
BEGUN, ADDRESS, HOUSING, MEMBERS, PERSONS, ALL, SENT = (
    "begun", "address", "housing", "members", "persons", "all", "sent",
)  # fmt: skip
STEPS = (BEGUN, ADDRESS, HOUSING, MEMBERS, PERSONS, ALL, SENT)
SMALLEST = 5  # smaller numbers are shown as "fewer than 5"
USUAL_MINUTES, ENOUGH_FORMS, LONGEST_PACE = 5, 30, 30


def last_step(pages: frozenset[str], *, members_saved: bool, last_person_saved: bool) -> str:
    """Return the furthest step of a form that was not sent, from which pages were saved, never from what they say."""
    if pages - {ADDRESS, HOUSING}:
        return ALL if last_person_saved else PERSONS
    if members_saved:
        return MEMBERS
    return HOUSING if HOUSING in pages else ADDRESS if ADDRESS in pages else BEGUN


def announced_minutes(forms_by_minutes: Mapping[int, int]) -> int:
    """Return the minutes a person to announce: the median, rounded up; the usual 5 until there are enough forms."""
    total = sum(forms_by_minutes.values())
    if total < ENOUGH_FORMS:
        return USUAL_MINUTES
    seen = 0
    for minutes in sorted(forms_by_minutes):
        seen += forms_by_minutes[minutes]
        if 2 * seen >= total:
            return max(1, minutes)
    return USUAL_MINUTES


def shown(n: int) -> int | None:
    """Return a number that may be shown, None for one that is so small that it might be somebody."""
    return n if n == 0 or n >= SMALLEST else None
