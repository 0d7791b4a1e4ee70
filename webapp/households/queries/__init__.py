"""Reads of the register that join or count."""

from webapp.households.queries.coverage import VillageCoverage, coverage, total
from webapp.households.queries.lists import (
    UncountedHousehold,
    register_total,
    sample_ids,
    uncounted,
    uncounted_total,
)

__all__ = [
    "UncountedHousehold",
    "VillageCoverage",
    "coverage",
    "register_total",
    "sample_ids",
    "total",
    "uncounted",
    "uncounted_total",
]
