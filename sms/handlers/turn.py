"""One text of one phone, while it is being answered."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sms import queries
from sms.dialogue import Outcome
from sms.models import Phone

CHANNEL = "sms"


@dataclass
class Turn:
    """One text of one phone while it is being answered. `failed`: it tried to identify a family and did not."""

    phone: Phone
    phone_index: bytes
    failed: bool = False

    def household(self, position: int) -> UUID | None:
        """The household at a position of this phone."""
        bound = queries.bindings(self.phone.id)
        return next((binding.household_id for binding in bound if binding.position == position), None)

    def outcome(
        self, kind: str, family: int = 0, text: str = "", slots: tuple[tuple[str, str], ...] = ()
    ) -> Outcome:
        return Outcome(kind, queries.facts(self.phone.id), family, slots, text)
