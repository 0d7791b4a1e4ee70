"""Knowing NIK and KK alone never shows anybody's data: every page up to the receipt, and every page a seat may open."""

from __future__ import annotations

from flask import Flask

from tests.enumeration.family import Walker
from tests.house import world as worlds
from webapp.households import service as households


def test_a_session_with_nik_and_kk_alone_shows_nothing_of_the_register(app: Flask) -> None:
    world = worlds.build(app)
    family = households.samples(3)[-1]
    household_id = households.find_by_letter(family["letter_number"])
    assert household_id is not None
    roster = households.roster(household_id)
    seeded = [value for person in roster for value in (person.name, person.nik) if value != family["nik"]]
    seeded += [households.address(household_id), family["phone"], family["letter_number"]]
    walker = Walker(app.test_client(), family)
    walker.walk("/form/person/1/")
    for rule in world.rules():
        if "GET" in (rule.methods or ()) and world.mark(rule).kind in ("seat", "public"):
            if rule.endpoint in ("enumeration.left", "sms.phone"):
                continue  # the one ends the session, the other is the demo telephone
            walker.seen.append(walker.client.get(world.address(rule)).get_data(as_text=True))
    assert len(walker.seen) > 20
    assert [value for value in seeded if value and any(value in page for page in walker.seen)] == []
