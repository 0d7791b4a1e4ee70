"""Sending: the same receipt whatever happens on the line, and who can read what was sent."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.enumeration.family import PIN, Walker
from webapp.enumeration import service
from webapp.enumeration.models import Claim, DraftPage, Facts, PersonIndex, Receipt, Version
from webapp.enumeration.service import keys
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared import events, sealing
from webapp.shared.db import db
from webapp.staff import service as staff


def test_the_receipt_is_there_and_the_drafts_are_gone(lettered: Walker, families: list[Any]) -> None:
    path = lettered.walk("/receipt/")
    receipt = db.session.scalars(select(Receipt)).one()
    assert path == f"/receipt/{receipt.number}"
    assert "<svg" in lettered.html
    assert db.session.scalar(select(func.count()).select_from(DraftPage)) == 0
    household = db.session.get(Household, receipt.household_id)
    assert household is not None
    assert household.state == "complete"
    facts = db.session.scalars(select(Facts)).one()
    assert (facts.channel, facts.enumerator_id) == ("web", None)
    assert db.session.scalar(select(func.count()).select_from(PersonIndex)) == families[0]["members"]


def test_sending_again_and_going_back_give_the_same_receipt(lettered: Walker) -> None:
    path = lettered.walk("/receipt/")
    for _ in range(3):
        lettered.post("/form/summary", {})
        assert lettered.path == path
    for page in ("/form", "/form/housing", "/form/members", "/form/summary", "/form/person/1/identity"):
        lettered.open(page)
        assert lettered.path == path


def test_ten_taps_at_once_make_one_version_and_one_receipt(app: Flask, lettered: Walker) -> None:
    lettered.walk("/form/summary")
    cookie = lettered.client.get_cookie("catat")
    assert cookie is not None
    found: list[str] = []

    def tap() -> None:
        client = app.test_client()
        client.set_cookie("catat", cookie.value)
        found.append(client.post("/form/summary").headers.get("Location", ""))

    taps = [threading.Thread(target=tap) for _ in range(10)]
    for each in taps:
        each.start()
    for each in taps:
        each.join()
    assert len(set(found)) == 1, found
    assert found[0].startswith("/receipt/")
    assert db.session.scalar(select(func.count()).select_from(Receipt)) == 1
    assert db.session.scalar(select(func.count()).select_from(Facts)) == 1


def test_others_see_only_that_the_number_is_registered(
    lettered: Walker, another_client: FlaskClient, families: list[Any]
) -> None:
    path = lettered.walk("/receipt/")
    html = another_client.get(path).get_data(as_text=True)
    assert "Nomor ini terdaftar" in html
    assert "orang tercatat" not in html
    assert "<svg" not in html


def test_a_number_that_was_never_given_is_404_and_looking_is_limited(
    client: FlaskClient, families: list[Any]
) -> None:
    statuses = [client.get("/receipt/123456789012").status_code for _ in range(61)]
    assert set(statuses[:60]) == {404}
    assert statuses[60] == 429
    assert client.get("/receipt/%00").status_code in (404, 429)


def test_nothing_missing_may_be_sent(lettered: Walker) -> None:
    lettered.walk("/form/person/1/identity")
    response = lettered.post("/form/summary", {})
    assert response.status_code == 422
    assert "kode 110" in lettered.html
    assert "/form/person/1/identity?to=summary" in lettered.html


def test_it_is_announced_once_with_its_receipt(lettered: Walker) -> None:
    told: list[dict[str, Any]] = []

    def listen(**facts: Any) -> None:
        told.append(facts)

    events.subscribe("household_submitted", listen)
    lettered.walk("/receipt/")
    lettered.post("/form/summary", {})
    events._handlers["household_submitted"].remove(listen)
    assert [fact["channel"] for fact in told] == ["web"]
    assert told[0]["receipt"] == service.receipt_of(told[0]["household_id"])


def sent_version() -> Version:
    return db.session.scalars(select(Version).where(Version.state == "sent")).one()


def opened(version: Version, key: bytes) -> dict[str, Any]:
    assert version.sealed_answers is not None
    found: dict[str, Any] = json.loads(
        sealing.unseal_with(key, keys.answers_aad(version.id), version.sealed_answers)
    )
    return found


def test_the_office_can_read_it_and_the_web_host_cannot(
    app: Flask, lettered: Walker, families: list[Any]
) -> None:
    lettered.walk("/receipt/")
    version = sent_version()
    statistics: Path = app.config["CATAT"].statistics_keys
    line = (statistics / "office.key").read_text().strip()
    private = base64.b64decode(line.rpartition(":")[2])
    told = opened(version, sealing.unwrap_with(private, version.office_key, keys.office_info(version.id)))
    assert told["household"]["floor"] == "ceramic"
    assert len(told["members"]) == families[0]["members"]
    assert told["members"][0]["answers"]["religion"] == "islam"
    assert version.officer_key is None
    on_the_web_host = [path.read_text() for path in app.config["CATAT"].keys.glob("*.key")]
    assert on_the_web_host
    assert line.rpartition(":")[2] not in "".join(on_the_web_host)


def test_the_family_can_open_its_own_copy_with_its_pin(lettered: Walker) -> None:
    lettered.walk("/receipt/")
    version = sent_version()
    claim = db.session.get(Claim, version.claim_id)
    assert claim is not None
    private = keys.open_private(keys.pin_key(PIN, claim.salt), claim.public_key, claim.wrapped_private)
    assert private is not None
    assert version.household_key is not None
    key = sealing.unwrap_with(private, version.household_key, keys.household_info(version.id))
    assert opened(version, key)["household"]["toilet"] == "private"


def test_no_answer_lies_in_plain_in_the_database(app: Flask, lettered: Walker) -> None:
    lettered.walk("/form/summary", {"occupation": "Pawangkuda", "street": "Gang Zamrud 77"})
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)).all():
            text = repr(row)
            assert "Pawangkuda" not in text, table.name
            assert "Gang Zamrud" not in text, table.name


def test_whoever_has_sent_comes_back_to_the_receipt(
    lettered: Walker, new_browser: Callable[..., Walker], families: list[Any]
) -> None:
    path = lettered.walk("/receipt/")
    back = new_browser(families[0])
    back.open("/")
    back.press()
    back.post("/pin?have=1", {"pin": PIN})
    assert back.path == path
    assert "orang tercatat" in back.html


def test_an_officer_and_the_family_at_once_leave_both_and_a_task(
    lettered: Walker, families: list[Any], app: Flask
) -> None:
    lettered.walk("/form/summary")
    household_id = households.find_by_pair(families[0]["nik"], families[0]["kk"])
    assert household_id is not None
    number = _officer_sends(household_id)
    path = lettered.walk("/receipt/")
    assert path != f"/receipt/{number}"
    assert service.receipt_of(household_id) == number
    assert [
        version.conflicting for version in db.session.scalars(select(Version).order_by(Version.channel))
    ] == [
        False,
        True,
    ]


def _officer_sends(household_id: UUID) -> str:
    area = households.card(household_id).village_code[:8]
    officer = staff.create_account("petugas.a", "Petugas A", "enumerator", [area], "kata sandi panjang 7")
    seat = service.open_seat(household_id, "visit", by=str(officer.id))
    family = service.load(seat.seat_id, seat.secrets)
    fill(family)
    return service.submit(seat.seat_id, seat.secrets)


def fill(family: service.Family) -> None:
    """Answers to everything, as an officer types them, without pages."""
    say = {"street": "Jl. A", "rt": 1, "same_as_card": "yes", "ownership": "own", "floor": "wood", "water": "rain",
           "electricity": "none", "toilet": "none"}  # fmt: skip
    for page in family.sitting.definition.pages("household"):
        service.save_page(family, family.address, page, {k: v for k, v in say.items() if k in page.keys})
    told = {member.id: ({"presence": "moved"}, -1) for member in family.members}
    service.save_members(family, told)
