"""The census office at its pages: dates, times, plan, evening; and what it reads at the end."""

from __future__ import annotations

import csv
import io
import time
from datetime import timedelta

from bench.rehearsal.actors.cast import FIRST, FIRST_VISIT, LAST_VISIT, LAST_WEB, Cast
from bench.rehearsal.phone import Phone
from bench.rehearsal.tale import Act

AREA, PLACE = "33.16.05", "cepu"
PLAN_S = 60.0
PLACES = 12  # families a time, all villages together


class Officer:
    """Somebody of the staff at a browser; signs in again when the session has ended."""

    def __init__(self, cast: Cast, username: str, number: int) -> None:
        self.cast, self.username = cast, username
        self.phone = cast.phone(username, number)

    def open(self, path: str) -> Phone:
        phone = self.phone
        phone.open(path)
        if phone.status == 401 or phone.path.startswith("/staff/sign-in"):
            phone.open("/staff/sign-in")
            phone.press({"username": self.username, "password": self.cast.password})
            phone.open(path)
        if phone.status != 200:
            self.cast.notes.stuck(self.username, f"{phone.status} at {path}")
        return phone


def administrator(cast: Cast) -> Act:
    """Opens and closes the doors of the census, a day before the first of them opens."""
    phone = Officer(cast, "admin", 90001).open("/staff/stages")
    first, last_web = FIRST, FIRST + timedelta(days=LAST_WEB)
    last = FIRST + timedelta(days=LAST_VISIT)
    until = {"web": last_web, "sms_booking": last, "wish": last, "visits": last, "corrections": last}
    dates = {f"{door}_opens": first.isoformat() for door in until}
    dates |= {f"{door}_closes": day.isoformat() for door, day in until.items()}
    form = phone.form_to("/staff/stages")
    if form is None:
        cast.notes.stuck("admin", f"{phone.status} at the page of the stages")
        return
    hidden = [(one.name, one.value) for one in form.fields if one.kind == "hidden"]
    if phone.send(form, [*hidden, *dates.items()]) != 200:
        cast.notes.stuck("admin", f"the stages are refused: {phone.status}")
    yield cast.stage.now()


def coordinator_opens_times(cast: Cast) -> Act:
    """All villages, the days of the visits, all windows; sees the numbers, then confirms."""
    phone = Officer(cast, f"koordinator.{PLACE}", 90002).open(f"/visits/offers?area={AREA}")
    form = phone.form_to("/visits/offers")
    if form is None:
        cast.notes.stuck("coordinator", "no form that opens times")
        return
    days = {(FIRST + timedelta(days=n)).isoformat() for n in range(FIRST_VISIT, LAST_VISIT + 1)}
    sent = [(one.name, one.value) for one in form.fields if one.kind == "hidden"]
    for one in form.fields:
        offered = [value for value, _ in one.choices]
        sent += [(one.name, value) for value in offered if one.name != "days" or value in days]
    phone.send(form, [*sent, ("capacity", str(PLACES))])
    yield cast.stage.now() + timedelta(seconds=30)
    if phone.status != 200 or not phone.button("/visits/offers"):
        cast.notes.stuck("coordinator", f"times were not opened: {phone.status}")
    cast.notes.tell(f"{cast.stage.now():%F %H:%M} times are open")


def coordinator_plans(cast: Cast) -> Act:
    """Presses plan, waits, publishes; the days of the visits, everybody."""
    officer = Officer(cast, f"koordinator.{PLACE}", 90002)
    phone = officer.open(f"/fieldwork/plans?area={AREA}")
    form = phone.form_to("/fieldwork/plans")
    if form is None:
        cast.notes.stuck("coordinator", "no form that makes a plan")
        return
    days = {(FIRST + timedelta(days=n)).isoformat() for n in range(FIRST_VISIT, LAST_VISIT + 1)}
    sent = [(one.name, one.value) for one in form.fields if one.kind == "hidden"]
    for one in form.fields:
        if one.name in ("days", "people"):
            sent += [(one.name, value) for value, _ in one.choices if one.name == "people" or value in days]
    began = time.monotonic()
    phone.send(form, [*sent, ("minutes", "20"), ("terrain", "plain")])
    address = phone.path
    while phone.form_to(f"{address}/publish") is None and time.monotonic() - began < PLAN_S:
        time.sleep(0.1)
        phone.open(address)
    if not phone.button(f"{address}/publish"):
        cast.notes.stuck("coordinator", f"the plan could not be published: {phone.status} at {address}")
        return
    cast.notes.plan_s = time.monotonic() - began
    cast.notes.tell(f"{cast.stage.now():%F %H:%M} the plan is published")
    yield cast.stage.now()


def coordinator_announces(cast: Cast) -> Act:
    """Each evening: is tomorrow well? Then it is announced."""
    officer = Officer(cast, f"koordinator.{PLACE}", 90002)
    for _ in range(LAST_VISIT - FIRST_VISIT + 1):
        phone = officer.open(f"/fieldwork/evening?area={AREA}")
        phone.button("/fieldwork/evening")
        yield cast.stage.now() + timedelta(days=1)


def coordinator_reads_coverage(cast: Cast) -> Act:
    """The table that the office believes, as it stands on its page."""
    phone = Officer(cast, f"koordinator.{PLACE}", 90002).open(f"/reporting/coverage/{AREA}.csv")
    cast.notes.coverage_rows = list(csv.DictReader(io.StringIO(phone.text.lstrip("\ufeff")), delimiter=","))
    yield cast.stage.now()
