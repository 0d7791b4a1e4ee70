"""What must be true of the database when the storm is over."""

from __future__ import annotations

from sqlalchemy import func, select

from bench.census import Census
from bench.soak.phones import Tally
from webapp.enumeration.models import Receipt, Version
from webapp.households import service as households
from webapp.shared.db import db


def broken_promises(census: Census, env: dict[str, str], tally: Tally) -> dict[str, int]:
    """How often each promise was broken; all zero when it held."""
    app = census.application(env)
    with app.app_context():
        stored = dict(db.session.execute(select(Receipt.number, Receipt.household_id)).tuples().all())
        lost = sum(
            stored.get(number) != households.find_by_letter(letter)
            for letter, number in tally.receipts.items()
        )
        sent = select(Version.household_id).where(Version.state == "sent").group_by(Version.household_id)
        more_than_one = sent.having(func.count() > 1).subquery()
        twice = db.session.execute(select(func.count()).select_from(more_than_one)).scalar_one()
        twice += len(stored) - len(set(stored.values()))
        wrong_counts = len(households.recount(mend=False))
        db.session.remove()
    return {"acknowledged_and_lost": lost, "stored_twice": twice, "http_500": tally.faults_500,
            "without_receipt": len(tally.gave_up), "wrong_counts": wrong_counts}  # fmt: skip
