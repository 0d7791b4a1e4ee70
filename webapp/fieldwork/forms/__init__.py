"""What the pages of field work may send."""

from webapp.fieldwork.forms.doors import OutcomeForm
from webapp.fieldwork.forms.plans import MoveForm, PlanForm
from webapp.fieldwork.forms.roster import AbsenceForm, BlockForm, WeekForm

__all__ = ["AbsenceForm", "BlockForm", "MoveForm", "OutcomeForm", "PlanForm", "WeekForm"]
