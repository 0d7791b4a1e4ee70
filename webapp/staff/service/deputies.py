"""Deputies: while a coordinator is absent, somebody else works with her areas as well."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from webapp.shared import audit, clock
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, new_id, transaction
from webapp.staff import queries, rules
from webapp.staff.models import Deputy

LONGEST = timedelta(days=60)


def name_deputy(absent_id: UUID, deputy_id: UUID, first: date, last: date, by: StaffIdentity) -> None:
    """From first to last the deputy stands in. A coordinator names her own, an administrator anybody's.

    Raises DeputyRefused.
    """
    absent, deputy = queries.identity(absent_id), queries.identity(deputy_id)
    is_fit = (
        absent is not None and absent.role == "coordinator" and (by.role == "administrator" or by.id == absent_id)
        and deputy is not None and deputy.role in rules.MAY_DEPUTISE and deputy_id != absent_id
    )  # fmt: skip
    if not is_fit or not clock.today() <= last or not first <= last <= first + LONGEST:
        raise rules.DeputyRefused
    with transaction():
        db.session.add(Deputy(id=new_id(), absent_id=absent_id, deputy_id=deputy_id, first=first, last=last,
                              made_by=by.id, made_at=clock.now()))  # fmt: skip
        audit.record("deputy named", str(absent_id), detail=f"{deputy_id} {first} {last}")


def end_deputy(row_id: UUID, by: StaffIdentity) -> None:
    """The absent one is back, or it is somebody else. Raises UnknownAccount."""
    with transaction():
        row = db.session.get(Deputy, row_id)
        if row is None or (by.role != "administrator" and by.id != row.absent_id):
            raise rules.UnknownAccount
        db.session.delete(row)
        audit.record("deputy ended", str(row.absent_id), detail=str(row.deputy_id))
