"""Tables of the register: households, their persons, the log of each case, letters, and the counts."""

from webapp.households.models.counts import Count, CountDelta, DayCount, VillageCount
from webapp.households.models.register import NO_SLS, BlankLetter, Household, HouseholdEvent, Person

__all__ = [
    "NO_SLS",
    "BlankLetter",
    "Count",
    "CountDelta",
    "DayCount",
    "Household",
    "HouseholdEvent",
    "Person",
    "VillageCount",
]
