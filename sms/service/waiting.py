"""Phones that wait for a person."""

from __future__ import annotations

from uuid import UUID

from sms.models import Phone
from sms.phones import WAITING
from webapp.shared import access, audit
from webapp.shared.db import db, transaction
from webapp.shared.errors import NotFound
from webapp.staff import service as staff


def settle_waiting(phone_id: UUID) -> None:
    """A person has dealt with it: the task is closed and the phone may call again. Raises NotFound, Forbidden."""
    phone = db.session.get(Phone, phone_id)
    if phone is None or phone.waiting_since is None:
        raise NotFound
    access.require_scope(phone.waiting_area)
    with transaction():
        phone = db.session.get_one(Phone, phone_id, populate_existing=True)
        phone.waiting_since = None
        staff.close_tasks(phone_id, WAITING)
        audit.record("text settled", str(phone_id))
        db.session.flush()
