"""Pages of the staff: signing in, the home of each role, tasks, accounts, the record; and the public officer page."""

from webapp.staff.views import office, people, signing, two_factor
from webapp.staff.views.blueprint import bp

__all__ = ["bp", "office", "people", "signing", "two_factor"]
