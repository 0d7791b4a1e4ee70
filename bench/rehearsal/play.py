"""One rehearsal from the empty register to the table of the office."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.census import FLASK
from bench.processes import ROOT
from bench.rehearsal.actors import field, office, online, strangers, texting
from bench.rehearsal.actors.cast import FIRST_VISIT, LAST_VISIT, LAST_WEB, Cast, day, name_of
from bench.rehearsal.mobile import Mobile
from bench.rehearsal.notes import Notes
from bench.rehearsal.stage import Stage
from bench.rehearsal.tale import Act, Tale
from bench.rehearsal.world import BY_PHONE, Family, world

ENUMERATORS = 3
FAULTS = ("kill-web", "kill-sender")


@dataclass
class Played:
    """A rehearsal that is over."""

    notes: Notes
    held: dict[str, Any]  # what the judge found in the database
    mobile: Mobile
    seed: int
    seconds: float
    fault: str


def play(folder: Path, families: int, seed: int, fault: str, progress: Callable[[int, int], None]) -> Played:
    """Set up, act, judge. `progress` hears of acts that are over, and of how many there are."""
    began = time.monotonic()
    with Mobile().running() as mobile:
        stage = Stage(folder, day(-1, 18), mobile.env())
        mobile.web_port = stage.port
        rows = json.loads(
            _run(stage, [sys.executable, "-m", "bench.rehearsal.prepare", str(families), str(seed)])
        )
        staff = json.loads(_run(stage, [*FLASK, "staff", "sample", "--json"]))
        notes = Notes(world(rows, seed))
        notes.public |= {row["username"] for row in staff}
        cast = Cast(stage, notes, mobile, seed, staff[0]["password"])
        try:
            stage.start()
            tale = Tale(stage, notes)
            acts = cast_all(cast, tale, fault)
            tale.play(lambda n: progress(n, acts))
            stage.rest()
        finally:
            for phone in cast.phones:
                phone.close()
            stage.stop()
        held = json.loads(_run(stage, [sys.executable, "-m", "bench.rehearsal.judge"]))
    return Played(notes, held, mobile, seed, time.monotonic() - began, fault)


def _run(stage: Stage, command: list[str]) -> str:
    """A command on this census; what it says on standard output."""
    with stage.log.open("ab") as words:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **stage.env},
            stdout=subprocess.PIPE,
            stderr=words,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"{command[1:5]}: {stage.log.read_text(errors='replace')[-800:]}")
    return done.stdout.decode()


def cast_all(cast: Cast, tale: Tale, fault: str) -> int:
    """Everybody's first moment. Returns how many acts there are."""
    tale.at(day(-1, 18), "admin", office.administrator(cast))
    tale.at(day(-1, 19), "coordinator", office.coordinator_opens_times(cast))
    families = cast.notes.families
    for family in families:
        for moment, act in _acts(cast, family):
            tale.at(moment, name_of(family), act)
    tale.at(day(-1, 21), "an early bird", online.early_bird(cast, families[0]))
    tale.at(day(2, 3), "a robot", texting.robot(cast, "+628990000001"))
    tale.at(day(2, 12), "a passer-by", strangers.passer_by(cast))
    for family in [one for one in families if one.letter_number][:: max(1, len(families) // 8)]:
        tale.at(day(LAST_WEB, 20), f"neighbour of {family.number}", strangers.neighbour(cast, family))
    _visits(cast, tale)
    _fault(cast, tale, fault)
    return tale.count


def _visits(cast: Cast, tale: Tale) -> None:
    days = list(range(FIRST_VISIT, LAST_VISIT + 1))
    tale.at(day(FIRST_VISIT - 1, 9), "coordinator", office.coordinator_plans(cast))
    tale.at(day(FIRST_VISIT - 1, 17), "coordinator", office.coordinator_announces(cast))
    for number in range(1, ENUMERATORS + 1):
        tale.at(day(FIRST_VISIT, 7), f"enumerator {number}", field.enumerator(cast, number, days))
    tale.at(day(LAST_VISIT, 21), "coordinator", office.coordinator_reads_coverage(cast))


def _acts(cast: Cast, family: Family) -> list[tuple[Any, Act]]:
    """When this family acts, and how."""
    rng = cast.chance(f"when:{family.number}")
    online_day = day(rng.randrange(LAST_WEB), rng.choice((6, 9, 12, 15, 18, 19, 20, 21)), rng.randrange(60))
    way = family.way
    if way == "web_deadline":
        return [
            (day(LAST_WEB, 22, rng.randrange(100) % 60) + timedelta(minutes=30), online.answer(cast, family))
        ]
    if way == "web_late":
        return [(day(LAST_WEB + 1, 0, 5 + rng.randrange(50)), online.comes_too_late(cast, family))]
    if way in BY_PHONE:
        return _by_phone(cast, family, online_day)
    act: dict[str, Callable[[], Act]] = {
        "web": lambda: online.answer(cast, family),
        "web_break": lambda: online.answer(cast, family),
        "web_without_letter": lambda: online.answer(cast, family, letter=False),
        "new_card": lambda: online.answer(cast, family, letter=False),
        "web_two_phones": lambda: online.on_two_phones(cast, family),
        "web_forgot_pin": lambda: online.forgets_pin(cast, family),
        "web_asks_visit": lambda: online.ask_for_visit(cast, family),
        "new_card_visit": lambda: online.ask_for_visit(cast, family),
    }
    return [(online_day, act[way]())] if way in act else []


def _by_phone(cast: Cast, family: Family, first: Any) -> list[tuple[Any, Act]]:
    acts = [(first, texting.confirm_and_book(cast, family))]
    later = day(LAST_WEB, 10, family.number % 60)
    if family.way == "sms_then_web":
        acts.append((later, online.book_then_answer(cast, family)))
    elif family.way == "sms_moves":
        acts.append((later, texting.move(cast, family)))
    elif family.way == "sms_cancels":
        acts.append((later, texting.cancel(cast, family)))
    return acts


def _fault(cast: Cast, tale: Tale, fault: str) -> None:
    """Something breaks on purpose in the deadline's last hour, or while texts come in."""
    if fault == "kill-web":
        tale.at(day(LAST_WEB, 22, 50), fault, _kill(cast, "web"))
    elif fault == "kill-sender":
        tale.at(day(1, 12), fault, _kill(cast, "sender"))


def _kill(cast: Cast, name: str) -> Act:
    cast.stage.kill(name)
    cast.notes.tell(f"{cast.stage.now():%F %H:%M} {name} was killed and started again")
    yield cast.stage.now()
