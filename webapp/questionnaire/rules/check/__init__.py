"""What is wrong with a definition: told in sentences for those who write questionnaires."""

from __future__ import annotations

from webapp.questionnaire.rules.check.structure import faults
from webapp.questionnaire.rules.check.versions import Comparison, compare, in_order

__all__ = ["Comparison", "compare", "faults", "in_order"]
