"""Tables of the staff."""

from webapp.staff.models.accounts import Account, AccountArea, Deputy, Task
from webapp.staff.models.signing import Invitation, RecoveryCode, SecondFactor

__all__ = ["Account", "AccountArea", "Deputy", "Invitation", "RecoveryCode", "SecondFactor", "Task"]
