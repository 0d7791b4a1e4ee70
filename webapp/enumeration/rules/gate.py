"""Guessing is hopeless, and nobody is locked out: who may try at once, and who waits a little first.

Failures of a day are counted by NIK, device, address block, sub-district and overall. Whoever has too many of them
gets a ticket for the slow lane; each lane lets one ticket through in its own time, so that many tickets are no
better than one. The numbers were chosen by the simulation in tests/enumeration/test_rules_gate.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import NamedTuple

from webapp.shared.errors import Refusal

DAY_S = 86_400
NIK, DEVICE, ADDRESS, AREA, OVERALL, PIN = "nik", "device", "address", "area", "overall", "pin"
FREE = {NIK: 5, DEVICE: 10, ADDRESS: 30, PIN: 5}  # failures of a day without any wait
# Families that the register lacks, recorded in a day before the next one waits: one telephone helps some neighbours.
NEW_DEVICE, NEW_ADDRESS, NEW_RT = "new-device", "new-address", "new-rt"
FREE_NEW = {NEW_DEVICE: 3, NEW_ADDRESS: 30, NEW_RT: 10}
BESIEGED_AREA, BESIEGED_OVERALL = 600, 8000  # failures of a day from which on strangers are trusted less
CREDIT = 5  # failures that one family's success takes off its address block: honest blocks mostly succeed
MOST_CREDIT = 30
SHORTEST_S, LONGEST_S = 20, 1800
CROWDED_AFTER, CROWDED_S = 3, 120  # in a besieged sub-district: from the fourth failure on one try for all
# In five minutes: tries that were not forgiven (the last hour's rush makes 225), or those in besieged sub-districts.
ALARM_WINDOW_S, ALARM_TRIES, ALARM_BESIEGED = 300, 1000, 20


class MustWait(Refusal):
    """Not a no: a ticket for the slow lane. The view keeps what was typed and shows the waiting page."""

    code = "130"
    status = 429
    message = "Sedang banyak percobaan. Tunggu %(seconds)s detik, lalu coba lagi."


class Seen(NamedTuple):
    """Failures of the day before this try; the address block's without what its successes took off."""

    nik: int = 0
    device: int = 0
    address: int = 0
    area: int = 0
    overall: int = 0


class Lane(NamedTuple):
    """A ticket in this lane is let through after `seconds`, and only one in each `seconds`."""

    bucket: str
    seconds: int


def lanes(seen: Seen) -> list[Lane]:
    """The lanes that a try has to pass; none for nearly everybody."""
    besieged = is_besieged(seen.area, seen.overall)
    over = {
        NIK: seen.nik - FREE[NIK] + 1,
        DEVICE: seen.device - FREE[DEVICE] + 1,
        ADDRESS: seen.address - (1 if besieged else FREE[ADDRESS]) + 1,
    }
    found = [Lane(bucket, pause(n)) for bucket, n in over.items() if n > 0]
    if besieged and seen.address >= CROWDED_AFTER:
        found.append(Lane(AREA, CROWDED_S))
    return found


def pin_lanes(failures: int) -> list[Lane]:
    """The lane of one family's PIN."""
    over = failures - FREE[PIN] + 1
    return [Lane(PIN, pause(over))] if over > 0 else []


def new_family_lanes(recorded: Mapping[str, int]) -> list[Lane]:
    """The lanes of one more family that the register lacks; `recorded` of the day by device, address block and RT."""
    return [Lane(name, pause(n - FREE_NEW[name] + 1)) for name, n in recorded.items() if n >= FREE_NEW[name]]


def is_besieged(area: int, overall: int) -> bool:
    """Are so many numbers tried that somebody must be guessing?"""
    return area >= BESIEGED_AREA or overall >= BESIEGED_OVERALL


def is_alarming(tries: float, besieged: float) -> bool:
    """Must the administrator hear of it now?"""
    return tries >= ALARM_TRIES or besieged >= ALARM_BESIEGED


def pause(over: int) -> int:
    """How long the next one waits: 20 s, 40 s ... half an hour, never for ever."""
    return min(LONGEST_S, SHORTEST_S << min(over - 1, 10))


def still_to_wait(found: list[Lane], waited_s: float, take: Callable[[Lane], int]) -> int:
    """0 when the try may be made now, else in how many seconds to ask again.

    take: takes a lane's place in its present window; returns 0, or the seconds until the next window begins.
    """
    longest = max((lane.seconds for lane in found), default=0)
    if waited_s < longest:
        return max(1, round(longest - waited_s))
    for lane in found:
        if wait := take(lane):
            return wait
    return 0


def block_of(address: str) -> str:
    """The network that an address shares with its neighbours: /24, or /48 of IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "-"
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        found = mapped
    kept = 24 if found.version == 4 else 48
    return f"{found.version}:{int(found) >> (found.max_prefixlen - kept):x}"


def area_of(kk: str) -> str:
    """The sub-district in which a card was issued: the first six digits."""
    return kk[:6]
