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
from webapp.staff.service.two_factor import (
    at_the_door,
    begin_set_up,
    check_code,
    confirm,
    forget,
    hold_at_the_door,
    is_required,
    secrets_of,
    set_up_address,
)

__all__ = [
    "at_the_door",
    "begin_set_up",
    "check_code",
    "close_tasks",
    "confirm",
    "create_account",
    "demo_accounts",
    "enter",
    "finish_task",
    "forget",
    "hold_at_the_door",
    "identity",
    "is_required",
    "leave",
    "make_demo_staff",
    "new_password",
    "officer",
    "open_task",
    "read_record",
    "refuse_demo_accounts",
    "secrets_of",
    "set_active",
    "set_due",
    "set_password",
    "set_up_address",
    "sign_in",
]
