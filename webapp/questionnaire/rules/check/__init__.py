"""What is wrong with a definition: told in sentences for those who write questionnaires."""

from __future__ import annotations

from webapp.questionnaire.rules.check.structure import faults

__all__ = ["faults"]
