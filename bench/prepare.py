"""Sets a demo census of any size up in the database of the environment: `python -m bench.prepare FAMILIES`."""

from __future__ import annotations

import sys

from webapp import app as application
from webapp.households import service as households
from webapp.shared import schema
from webapp.shared.db import db

DEMO_FAMILIES = 2000


def main(families: int) -> None:
    app = application.create_app()
    with app.app_context():
        schema.migrate()
        db.create_all()
        application.set_up(app)
        if not households.samples(1):
            households.make_demo(families, seed=1)
            households.fold_counts()


if __name__ == "__main__":
    main(int(sys.argv[1]))
