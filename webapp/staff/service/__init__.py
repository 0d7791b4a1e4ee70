"""Use-cases of the staff: signing in and out, accounts, tasks, the staff of the demo."""

from webapp.staff.queries import identity, officer
from webapp.staff.service.accounts import (
    create_account,
    new_password,
    refuse_demo_accounts,
    set_active,
    set_password,
)
from webapp.staff.service.demo import demo_accounts, make_demo_staff
from webapp.staff.service.signing import enter, leave, sign_in
from webapp.staff.service.tasks import close_tasks, finish_task, open_task, read_record, set_due

__all__ = [
    "close_tasks",
    "create_account",
    "demo_accounts",
    "enter",
    "finish_task",
    "identity",
    "leave",
    "make_demo_staff",
    "new_password",
    "officer",
    "open_task",
    "read_record",
    "refuse_demo_accounts",
    "set_active",
    "set_due",
    "set_password",
    "sign_in",
]
