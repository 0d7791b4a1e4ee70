"""Reads of the figures."""

from webapp.reporting.queries.figures import Line, by_channel, by_day, lines_below, persons_in
from webapp.reporting.queries.published import newest_days, published_leaves, receipts_of
from webapp.reporting.queries.sealed import (
    SealedVersion,
    counting_versions,
    families_outside,
    private_answers,
    villages,
)

__all__ = [
    "Line",
    "SealedVersion",
    "by_channel",
    "by_day",
    "counting_versions",
    "families_outside",
    "lines_below",
    "newest_days",
    "persons_in",
    "private_answers",
    "published_leaves",
    "receipts_of",
    "villages",
]
