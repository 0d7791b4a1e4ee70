"""Reads of the register that join or count."""

from webapp.households.queries.coverage import VillageCoverage, coverage, total
from webapp.households.queries.letters import Neighbourhood, letter_numbers, neighbourhoods
from webapp.households.queries.lists import (
    UncountedHousehold,
    register_total,
    sample_ids,
    uncounted,
    uncounted_total,
)

__all__ = [
    "Neighbourhood",
    "UncountedHousehold",
    "VillageCoverage",
    "coverage",
    "letter_numbers",
    "neighbourhoods",
    "register_total",
    "sample_ids",
    "total",
    "uncounted",
    "uncounted_total",
]
