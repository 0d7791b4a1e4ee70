"""Who knows a family's NIK and KK and is not of it; who calls addresses that are not theirs."""

from __future__ import annotations

from datetime import timedelta

from bench.rehearsal.actors.cast import Cast
from bench.rehearsal.phone import Phone
from bench.rehearsal.tale import Act
from bench.rehearsal.world import Family

CLOSED = ("/staff", "/staff/tasks", "/staff/accounts", "/fieldwork/today", "/fieldwork/plans", "/visits/bookings",
          "/reporting/coverage/33.16.05", "/sms/waiting", "/form", "/account", "/metrics")  # fmt: skip
MOST_LINKS = 40


def neighbour(cast: Cast, family: Family) -> Act:
    """Types the family's two numbers and follows whatever opens: nothing of the family may be there."""
    phone = cast.phone(f"a neighbour of family {family.number}", 80000 + family.number)
    phone.knows = {family.nik, family.card_kk, family.kk, "123456"}
    phone.open("/")
    phone.press({"nik": family.nik, "kk": family.card_kk, "letter_number": ""})
    seen: set[str] = set()
    _follow(phone, seen)
    if phone.path.startswith("/pin"):
        phone.press({"pin": "123456"})
        _follow(phone, seen)
    yield cast.stage.now() + timedelta(minutes=1)
    for path in ("/visit", "/account", "/form", "/form/summary", f"/receipt/{family.receipt or '000'}"):
        phone.open(path)
    phone.close()


def _follow(phone: Phone, seen: set[str]) -> None:
    waiting = [link for link in phone.page.links if link.startswith("/")]
    here = phone.path
    while waiting and len(seen) < MOST_LINKS:
        path = waiting.pop()
        if path in seen or path.endswith(".pdf"):
            continue
        seen.add(path)
        phone.open(path)
    phone.open(here)


def passer_by(cast: Cast) -> Act:
    """Nobody at all: every page of the office stays closed, and says what to do instead."""
    phone = cast.phone("a passer-by", 89999)
    for path in CLOSED:
        phone.open(path)
        if path != "/metrics" and phone.status == 200 and phone.path == path:
            cast.notes.leaks.append(f"a passer-by opened {path}")
    phone.close()
    yield cast.stage.now()
