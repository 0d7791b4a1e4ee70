"""Reads of the staff room."""

from webapp.staff.queries.deputies import deputies_of
from webapp.staff.queries.people import (
    Officer,
    account_named,
    accounts,
    enumerators_of,
    identities,
    identity,
    names,
    officer,
    officer_numbers,
)
from webapp.staff.queries.signing import (
    has_second_factor,
    recovery_codes_left,
    second_factor,
    with_second_factor,
)
from webapp.staff.queries.work import AUDIT_PAGE, audit_rows, count_open_tasks, open_tasks, overdue_tasks

__all__ = [
    "AUDIT_PAGE",
    "Officer",
    "account_named",
    "accounts",
    "audit_rows",
    "count_open_tasks",
    "deputies_of",
    "enumerators_of",
    "has_second_factor",
    "identities",
    "identity",
    "names",
    "officer",
    "officer_numbers",
    "open_tasks",
    "overdue_tasks",
    "recovery_codes_left",
    "second_factor",
    "with_second_factor",
]
