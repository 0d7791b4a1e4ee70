"""The staff's pages in English, without Indonesian left over."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from tests.fieldwork.conftest import SignedIn
from tests.house.leftover import indonesian_in
from tests.visits.conftest import FRIDAY, TUESDAY, MakeFamily, MakeOffer
from webapp.visits import service as visits

PAGES = {
    "koordinator.cepu": ("/staff", "/staff/tasks", "/coverage/33.16.05", "/visits/offers", "/visits/bookings",
                         "/fieldwork/day-list", "/fieldwork/day-list?day=2030-06-04", "/sms/waiting"),
    "petugas.cepu.1": ("/staff", "/fieldwork/today"),
    "admin": ("/staff", "/staff/stages", "/staff/accounts", "/staff/audit", "/staff/tasks", "/coverage/33.16",
              "/coverage/33.16.05"),
}  # fmt: skip


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_staff_pages_are_whole_in_english(
    ready: Flask, registered: UUID, family: MakeFamily, offer: MakeOffer, signed_in: SignedIn
) -> None:
    first = offer(TUESDAY, "morning", 2)
    offer(FRIDAY, "midday")
    visits.book(registered, first, "web")
    visits.book(family(), first, "sms")
    found = {}
    for username, paths in PAGES.items():
        client = signed_in(username)
        client.set_cookie("lang", "en")
        for path in (*paths, f"/fieldwork/doors/{registered}", f"/fieldwork/cases/{registered}", "/phone"):
            answer = client.get(path, follow_redirects=True)
            assert answer.status_code in (200, 403), path  # not every page is for everybody
            found[path] = [piece for piece in indonesian_in(answer.text) if not piece.startswith("SENSUS: ")]
    assert {path: pieces for path, pieces in found.items() if pieces} == {}
