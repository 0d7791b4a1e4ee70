"""Sets a demo census of any size up in the database of the environment: `python -m bench.prepare FAMILIES`."""

from __future__ import annotations

import sys

from webapp import app as application
from webapp.households import queries, service

DEMO_FAMILIES = application.DEMO_FAMILIES


def main(families: int) -> None:
    """As set-up does it, with another number of families. A census of any other size is an error, not a figure."""
    application.DEMO_FAMILIES = families
    app = application.create_app()
    with app.app_context():
        application.set_up(app)
        service.fold_counts()
        assert queries.register_total() == families, "the register has another size"


if __name__ == "__main__":
    main(int(sys.argv[1]))
