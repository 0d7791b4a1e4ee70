"""Sets a demo census up in the database of the environment (until `flask set-up` has its first migration)."""

from __future__ import annotations

from config import CHECKOUT
from webapp import app as application
from webapp.shared import schema
from webapp.shared.db import db


def main() -> None:
    app = application.create_app()
    with app.app_context():
        if not list((CHECKOUT / "migrations").glob("versions/*.py")):
            db.create_all()
            schema.migrate = lambda: None
        application.set_up(app)


if __name__ == "__main__":
    main()
