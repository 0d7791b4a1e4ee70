"""The gate before the numbers and the PIN: tries are counted before anything is looked up, and nobody is locked out.

A try is counted first and taken back when it was honest or had to wait. Where the counts cannot be written there is
no answer either (503), so that no guess goes uncounted while the store is away.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.enumeration.rules import gate
from webapp.shared import clock, sealing, throttle
from webapp.shared.db import db, transaction
from webapp.shared.throttle import Tries
from webapp.staff import service as staff

_FAMILY = "family"  # the first success of a family from one block in a day counts as credit
ALARM_TASK = "guessing"
_TRIES, _BESIEGED = "tries", "besieged"
_tries = cast(Table, Tries.__table__)
_ALARM_SUBJECT = UUID(int=0x6741)
_REGENCY = "33.16"


class Visitor(NamedTuple):
    """Where a try comes from. device: what its cookie says, by chance where it had none."""

    address: str
    device: str


def _values(nik: str, kk: str, who: Visitor) -> dict[str, str]:
    """What each bucket of a try counts by."""
    return {gate.NIK: nik, gate.DEVICE: who.device, gate.ADDRESS: gate.block_of(who.address),
            gate.AREA: gate.area_of(kk), gate.OVERALL: ""}  # fmt: skip


def ask(nik: str, kk: str, who: Visitor, since: datetime | None = None) -> None:
    """Count a try of a pair. since: when it was typed first, of one that has waited. Raises MustWait."""
    values = _values(nik, kk, who)
    counts = _change({bucket: (value, 1) for bucket, value in values.items()})
    seen = gate.Seen(*(counts[bucket] - 1 for bucket in values))
    besieged_now = int(gate.is_besieged(seen.area, seen.overall))
    _change({_TRIES: ("", 1), _BESIEGED: ("", besieged_now)}, gate.ALARM_WINDOW_S)
    _pass(gate.lanes(seen), values, since)


def settle(nik: str, kk: str, who: Visitor, *, honest: bool) -> None:
    """Take an honest try back and trust its address block a little more; for others the same work changes nothing."""
    values = _values(nik, kk, who)
    one = int(honest)
    with transaction():
        family = f"{values[gate.ADDRESS]} {nik} {kk}"
        counts = _change({_FAMILY: (family, one), gate.ADDRESS: (values[gate.ADDRESS], 0)})
        trusted = counts[_FAMILY] == 1 and counts[gate.ADDRESS] > -gate.MOST_CREDIT
        back = {bucket: (value, -one) for bucket, value in values.items()}
        back[gate.ADDRESS] = values[gate.ADDRESS], -one * (1 + (gate.CREDIT if trusted else 0))
        _change(back)
        _change({_TRIES: ("", -one)}, gate.ALARM_WINDOW_S)


def ask_pin(family: str, since: datetime | None = None) -> None:
    """Count a try of one family's PIN; family: its name in limits. Raises MustWait."""
    counts = _change({gate.PIN: (family, 1)})
    _pass(gate.pin_lanes(counts[gate.PIN] - 1), {gate.PIN: family}, since)


def ask_new_family(rt: str, who: Visitor, since: datetime | None = None) -> None:
    """Count a family that the register lacks; rt: village and RT. Raises MustWait."""
    block = gate.block_of(who.address)
    values = {gate.NEW_DEVICE: who.device, gate.NEW_ADDRESS: block, gate.NEW_RT: rt}
    counts = _change({bucket: (value, 1) for bucket, value in values.items()})
    _pass(gate.new_family_lanes({bucket: counts[bucket] - 1 for bucket in values}), values, since)


def forgive_pin(family: str) -> None:
    """The PIN was right."""
    _change({gate.PIN: (family, -1)})


def _pass(lanes: list[gate.Lane], values: Mapping[str, str], since: datetime | None) -> None:
    waited = (clock.now() - since).total_seconds() if since else 0.0
    wait = gate.still_to_wait(lanes, waited, lambda lane: _take(lane, values[lane.bucket]))
    if wait:
        _change({bucket: (value, -1) for bucket, value in values.items()})
        raise gate.MustWait(seconds=wait)


def _take(lane: gate.Lane, value: str) -> int:
    if throttle.hit(f"lane-{lane.bucket}-{lane.seconds}", value, 1, lane.seconds):
        return 0
    return max(1, round((_window_ends(lane.seconds) - clock.now()).total_seconds()))


def _change(wanted: Mapping[str, tuple[str, int]], per_seconds: int = gate.DAY_S) -> dict[str, int]:
    """Add to the counts of a day in one statement; returns them. In one order, so that two cannot lock each other."""
    ends = _window_ends(per_seconds)
    index = {sealing.blind_index(f"gate-{bucket}", value): bucket for bucket, (value, _n) in wanted.items()}
    rows = [{"bucket": key, "window_ends": ends, "count": wanted[index[key]][1]} for key in sorted(index)]
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    added = dialect.insert(_tries).values(rows)
    counted = added.on_conflict_do_update(
        index_elements=["bucket", "window_ends"], set_={"count": _tries.c.count + added.excluded.count}
    ).returning(_tries.c.bucket, _tries.c.count)
    with transaction():
        return {index[bytes(key)]: int(n) for key, n in db.session.execute(counted)}


def _window_ends(seconds: int) -> datetime:
    return datetime.fromtimestamp((int(clock.now().timestamp()) // seconds + 1) * seconds, UTC)


def tries_lately() -> float:
    """Tries that were not forgiven, in these five minutes or the five before."""
    return max(_count(_TRIES, gate.ALARM_WINDOW_S, back) for back in (0, 1))


def besieged() -> float:
    """Tries in sub-districts where so many have failed today that somebody must be guessing; same minutes."""
    return max(_count(_BESIEGED, gate.ALARM_WINDOW_S, back) for back in (0, 1))


def watch() -> None:
    """Tell the administrator that somebody guesses; for the jobs loop, every half minute."""
    if gate.is_alarming(tries_lately(), besieged()):
        staff.open_task(ALARM_TASK, _REGENCY, _ALARM_SUBJECT, "enumeration.guessing")


def _count(bucket: str, seconds: int, back: int) -> int:
    counted = select(Tries.count).where(
        Tries.bucket.in_(sealing.blind_indexes(f"gate-{bucket}", "")),
        Tries.window_ends == _window_ends(seconds) - timedelta(seconds=seconds * back),
    )
    return db.session.execute(counted).scalar() or 0
