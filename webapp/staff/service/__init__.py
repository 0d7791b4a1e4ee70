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
from webapp.staff.service.deputies import end_deputy, name_deputy
from webapp.staff.service.inviting import accept, invite
from webapp.staff.service.papers import card_paper, invitation_paper
from webapp.staff.service.people_file import FileUnusable, Imported, import_staff
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
    "FileUnusable",
    "Imported",
    "accept",
    "at_the_door",
    "begin_set_up",
    "card_paper",
    "check_code",
    "close_tasks",
    "confirm",
    "create_account",
    "demo_accounts",
    "end_deputy",
    "enter",
    "finish_task",
    "forget",
    "hold_at_the_door",
    "identity",
    "import_staff",
    "invitation_paper",
    "invite",
    "is_required",
    "leave",
    "make_demo_staff",
    "name_deputy",
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
