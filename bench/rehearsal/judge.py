"""After the story: what the database holds, for the report alone. `python -m bench.rehearsal.judge` prints JSON."""

from __future__ import annotations

import json

from sqlalchemy import func, select

from webapp.app import create_app
from webapp.enumeration.models import Facts, Receipt, Version
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared.db import db
from webapp.visits.models import Booking


def main() -> None:
    """Receipts, what is stored twice, persons by receipt, bookings, counts."""
    with create_app().app_context():
        households.fold_counts()
        receipts = dict(db.session.execute(select(Receipt.number, Receipt.household_id)).all())
        sent = select(Version.household_id).where(Version.state == "sent").group_by(Version.household_id)
        twice = db.session.scalar(select(func.count()).select_from(sent.having(func.count() > 1).subquery()))
        letters = dict(db.session.execute(select(Household.id, Household.letter_number)).all())
        told = select(Receipt.number, Facts.persons).join(Facts, Facts.version_id == Receipt.version_id)
        persons = dict(db.session.execute(told).all())
        states = dict(db.session.execute(select(Household.id, Household.state)).all())
        bookings = db.session.execute(
            select(Booking.household_id, func.count()).group_by(Booking.household_id)
        ).all()
        print(json.dumps({
            "receipts": {number: letters.get(owner) for number, owner in receipts.items()},
            "stored_twice": twice, "persons": persons,
            "states": {str(owner): state for owner, state in states.items()},
            "booked": len(bookings), "wrong_counts": len(households.recount(mend=False)),
        }))  # fmt: skip
        db.session.remove()


if __name__ == "__main__":
    main()
