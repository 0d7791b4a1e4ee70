"""Reads of the figures."""

from webapp.reporting.queries.figures import Line, by_channel, by_day, lines_below, persons_in
from webapp.reporting.queries.published import newest_days, published_leaves, receipts_of

__all__ = [
    "Line",
    "by_channel",
    "by_day",
    "lines_below",
    "newest_days",
    "persons_in",
    "published_leaves",
    "receipts_of",
]
