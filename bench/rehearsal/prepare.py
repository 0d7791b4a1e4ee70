"""Before the story: an empty census with the register of one sub-district, and what is true of its families.

`python -m bench.rehearsal.prepare FAMILIES SEED` sets up the database of the environment and prints the families of
the made-up world as JSON: those of the register with what is on their card and letter, and those that it lacks.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from webapp import app as application
from webapp.households import service
from webapp.households.rules import population
from webapp.households.rules.shares import VillageArea, shares
from webapp.places import queries as places
from webapp.places.rules import DEMO_AREA, KELURAHAN


def main(families: int, seed: int) -> None:
    """Set up, and tell the truth on standard output."""
    application.DEMO_FAMILIES, application.DEMO_SEED, application.DEMO_WITHIN = families, seed, DEMO_AREA
    application.DEMO_OFFERS = False  # the coordinator of the story opens times
    app = application.create_app()
    with app.app_context():
        application.set_up(app)
        service.fold_counts()
        villages = sorted(places.villages(DEMO_AREA), key=lambda village: village.code)
        areas = [VillageArea(one.code, DEMO_AREA, one.kind == KELURAHAN, one.area_km2) for one in villages]
        people = population.families_of(shares(areas, families), seed)
        print(json.dumps([asdict(family) for family in people], default=str))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
