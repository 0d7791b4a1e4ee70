"""What a rehearsal came to, as figures: each from what the actors saw and what the judge found, against truth."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Any

from bench.rehearsal.play import Played

NOT_YET = {
    "duplicates": "nobody of the made-up register stands in it twice yet",
    "invented_found": "no enumerator of the story invents families yet; re-interviews are not played",
    "table_error": "the story does not publish tables yet",
}


def figures(played: Played) -> dict[str, Any]:
    """The keys of doors.md and what stands behind them. What cannot be taken is null; `reasons` says why."""
    notes, held = played.notes, played.held
    held_receipts = held["receipts"]
    acknowledged = [one for one in notes.families if one.receipt]
    lost = [one.number for one in acknowledged
            if one.receipt not in held_receipts
            or (one.letter_number and not one.way.startswith("new_card")
                and held_receipts[one.receipt] != one.letter_number)]  # fmt: skip
    promised = [one for one in notes.families if one.booked]
    families = max(1, len(notes.requests.keys() & {one.number for one in acknowledged}))
    reasons = dict(NOT_YET)
    for key, values in (("windows_kept", promised), ("sms_to_booking_median", notes.texts_to_booking),
                        ("receipt_to_cancel_s", notes.receipt_to_cancel_s)):  # fmt: skip
        if not values:
            reasons[key] = "nobody of this small world did so"
    by_web = {one.number for one in acknowledged if one.counted_by == "web"}
    return {
        "dead_ends": len(notes.dead_ends), "lost": len(lost), "doubled": held["stored_twice"] + _doubled_texts(played),
        "http_5xx": len(notes.faults_5xx), "leaks": len(notes.leaks),
        "windows_kept": _share(sum(one.visited_as_promised for one in promised), len(promised)),
        "sms_to_booking_median": median(notes.texts_to_booking) if notes.texts_to_booking else None,
        "receipt_to_cancel_s": round(max(notes.receipt_to_cancel_s), 2) if notes.receipt_to_cancel_s else None,
        "coverage": coverage(played), "truth": truth(played),
        "requests_per_household": round(sum(notes.requests[n] for n in by_web) / max(1, len(by_web)), 1),
        "bytes_per_household": round(sum(notes.received[n] for n in by_web) / max(1, len(by_web))),
        "duplicates": {"precision": None, "recall": None}, "invented_found": None, "table_error": None,
        "seconds": round(played.seconds, 1), "seed": played.seed, "fault": played.fault or None,
        "refusals_without_reason": len(notes.without_reason), "broken_lines": notes.broken_lines,
        "wrong_counts": held["wrong_counts"], "plan_published_s": notes.plan_s and round(notes.plan_s, 1),
        "receipts": len(acknowledged), "families_with_requests": families,
        "findings": findings(played), "reasons": reasons,
    }  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _doubled_texts(played: Played) -> int:
    return sum(n - 1 for n in played.mobile.taken.values())


def coverage(played: Played) -> dict[str, Any]:
    """Families and persons counted against who lives there, by way."""
    held, families = played.held, played.notes.families
    here = [one for one in families if one.lives_here]
    counted = [one for one in here if one.receipt in held["receipts"]]
    ways = Counter(one.way for one in here)
    done = Counter(one.way for one in counted)
    persons = sum(held["persons"].get(one.receipt, 0) for one in counted)
    wrong = [one.number for one in families if not one.lives_here and one.receipt]
    return {
        "families": _share(len(counted), len(here)), "undercount_families": len(here) - len(counted),
        "overcount_families": len(wrong), "persons_counted": persons,
        "persons_true_of_counted": sum(one.persons for one in counted),
        "by_way": {way: {"families": n, "counted": done[way]} for way, n in sorted(ways.items())},
        "by_channel": dict(Counter(one.counted_by for one in counted)),
    }  # fmt: skip


def truth(played: Played) -> dict[str, Any]:
    """What is so in the made-up world, whatever the census says."""
    families = played.notes.families
    return {
        "families": sum(one.lives_here for one in families), "persons": sum(one.persons for one in families),
        "in_register": sum(one.letter_number is not None for one in families),
        "gone": sum(not one.lives_here for one in families),
        "not_in_register": sum(one.letter_number is None for one in families),
    }  # fmt: skip


def findings(played: Played) -> dict[str, list[str]]:
    """In words, what stands behind the counts."""
    notes = played.notes
    late = [f"family {one.number} ({one.way}): {one.booked}" for one in notes.families
            if one.booked and not one.visited_as_promised]  # fmt: skip
    uncounted = [
        f"family {one.number} ({one.way})" for one in notes.families if one.lives_here and not one.receipt
    ]
    return {
        "dead_ends": notes.dead_ends, "leaks": notes.leaks, "http_5xx": notes.faults_5xx,
        "refusals_without_reason": notes.without_reason, "windows_not_kept": late,
        "broken_promises": notes.broken_windows, "forms_refused": notes.refused_forms, "not_counted": uncounted,
    }  # fmt: skip
