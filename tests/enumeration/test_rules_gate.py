"""The rules of the gate, and a day of a million guesses against them (goals.md, "Safety")."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from dataclasses import dataclass, field
from math import exp

import pytest

from webapp.enumeration.rules import gate

ADDRESSES, GUESSES = 1000, 1_000_000
# Whoever knows every NIK of a sub-district has the card's day of issue (15 years) and its serial (5) to guess.
CHANCE = 1 / (15 * 365 * 5)
NAMES = gate.NIK, gate.ADDRESS, gate.AREA, gate.DEVICE
FAMILIES, MISTYPED, SHARED_BLOCKS, OWN_BLOCKS = (
    45_000,
    0.15,
    60,
    4000,
)  # a quarter of all families, on the last day


@dataclass
class Office:
    """The counts of one day as the service keeps them, in memory."""

    failures: Counter[tuple[str, str]] = field(default_factory=Counter)
    taken: set[tuple[str, str, int, int]] = field(default_factory=set)
    tries: Counter[int] = field(default_factory=Counter)  # by five minutes
    besieged: Counter[int] = field(default_factory=Counter)

    def ask(self, at: float, since: float, about: tuple[str, str, str, str]) -> int:
        """0: answered; else the seconds to wait."""
        names = dict(zip(NAMES, about, strict=True))
        counts = {name: self.failures[name, value] for name, value in names.items()}
        seen = gate.Seen(**counts, overall=self.failures[gate.OVERALL, ""])

        def take(lane: gate.Lane) -> int:
            window = int(at // lane.seconds)
            place = lane.bucket, names[lane.bucket], lane.seconds, window
            if place in self.taken:
                return max(1, int((window + 1) * lane.seconds - at))
            self.taken.add(place)
            return 0

        window = int(at // gate.ALARM_WINDOW_S)
        wait = gate.still_to_wait(gate.lanes(seen), at - since, take)
        self.tries[window] += 1
        self.besieged[window] += gate.is_besieged(seen.area, seen.overall)
        return wait

    def fail(self, about: tuple[str, str, str, str]) -> None:
        keys = (*zip(NAMES, about, strict=True), (gate.OVERALL, ""))
        self.failures.update(keys)

    def succeed(self, at: float, block: str) -> None:
        """A family's own numbers: nothing is counted, and its block is trusted more."""
        self.tries[int(at // gate.ALARM_WINDOW_S)] -= 1
        key = gate.ADDRESS, block
        self.failures[key] = max(-gate.MOST_CREDIT, self.failures[key] - gate.CREDIT)


@dataclass
class Day:
    """What came of a day, by area."""

    hits: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    guessed: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)  # families that waited over a minute
    alarms: list[int] = field(default_factory=list)  # in which five minutes of the day


class Guesser:
    """One of a thousand addresses, on which a thousand guesses a day are made."""

    pause = 86_400 * ADDRESSES / GUESSES

    def __init__(self, n: int, areas: list[str], rng: random.Random) -> None:
        # one of the thousand stands behind an address that families share
        self.block, self.areas, self.rng, self.tries = f"shared{n}" if n == 1 else f"bad{n}", areas, rng, n
        self.next()

    def next(self) -> None:
        """Another number of another area; no cookie is kept."""
        self.tries += 1
        self.area = self.areas[self.tries % len(self.areas)]
        self.about = str(self.rng.random()), self.block, self.area, str(self.rng.random())


class Family:
    """An honest family on its telephone, mostly behind an address that thousands share."""

    def __init__(self, n: int, rng: random.Random) -> None:
        shared = rng.random() < 0.6
        self.block = (
            f"shared{rng.randint(1, SHARED_BLOCKS)}" if shared else f"own{rng.randint(1, OWN_BLOCKS)}"
        )
        self.area = f"3316{rng.randint(1, 16):02d}"
        self.about = f"nik{n}", self.block, self.area, f"phone{n}"
        self.tries, self.waited = 0, 0.0


def live(seed: int, areas: list[str]) -> Day:
    """A thousand addresses guess, in these areas, while a quarter of all families comes in on the last day."""
    rng, office, day = random.Random(seed), Office(), Day()
    turns: list[tuple[float, int, float, Guesser | Family]] = []
    for n in range(1, ADDRESSES + 1 if areas else 1):
        turns.append((rng.uniform(0, Guesser.pause), n, 0.0, Guesser(n, areas, rng)))
    for n in range(FAMILIES):
        turns.append((min(86_000, rng.triangular(18_000, 84_000, 70_000)), -n, 0.0, Family(n, rng)))
    heapq.heapify(turns)
    while turns:
        at, n, since, who = heapq.heappop(turns)
        if at >= gate.DAY_S:
            continue
        wait = office.ask(at, since or at, who.about)
        if isinstance(who, Guesser):
            day.asked += 1
            if not wait:
                day.hits[who.area] += rng.random() < CHANCE
                day.guessed[who.area] += 1
                office.fail(who.about)
                who.next()
            # While it waits it asks more seldom: somebody else of the thousand takes the place anyway.
            again = at + (max(wait, 8 * who.pause) if wait else who.pause)
            heapq.heappush(turns, (again, n, (since or at) if wait else 0.0, who))
        elif wait:
            who.waited += wait
            heapq.heappush(turns, (at + wait, n, since or at, who))
        elif who.tries < 3 and rng.random() < MISTYPED:
            office.fail(who.about)
            who.tries += 1
            heapq.heappush(turns, (at + 40, n, 0.0, who))
        else:
            office.succeed(at, who.block)
            day.families[who.area] += 1
            day.kept[who.area] += who.waited > 60
    windows = range(gate.DAY_S // gate.ALARM_WINDOW_S)
    day.alarms = [at for at in windows if gate.is_alarming(office.tries[at], office.besieged[at])]
    return day


TARGET = "331605"
EVERYWHERE = [f"3316{n:02d}" for n in range(1, 17)]


def share_kept(day: Day, area: str = "") -> float:
    return (day.kept[area] / day.families[area]) if area else day.kept.total() / day.families.total()


@pytest.mark.parametrize("areas", [[TARGET], EVERYWHERE], ids=["one sub-district", "everywhere"])
def test_a_thousand_addresses_find_at_most_one_family_of_a_sub_district_in_a_day(areas: list[str]) -> None:
    day = live(1, areas)
    assert max(day.hits.values()) <= 1
    for area in areas:
        expected = day.guessed[area] * CHANCE
        assert 1 - exp(-expected) * (1 + expected) < 0.015, "two hits must be by rare luck only"
    assert share_kept(day) < 0.001, "honest families that waited over a minute"
    assert share_kept(day, TARGET) < 0.002, "also where it is worst"
    assert day.alarms[0] == 0, "within five minutes"


def test_without_the_gate_the_same_thousand_would_find_many() -> None:
    assert GUESSES * CHANCE > 30


def test_on_the_last_day_without_an_attack_nobody_waits_and_nobody_is_alarmed() -> None:
    day = live(2, [])
    assert day.kept.total() == 0
    assert day.alarms == []
    assert day.families.total() == FAMILIES


def test_every_wait_ends() -> None:
    assert [gate.pause(n) for n in (1, 2, 3, 8, 99)] == [20, 40, 80, 1800, 1800]
    lanes = gate.lanes(gate.Seen(99, 99, 9999, 9999, 99_999))
    assert max(lane.seconds for lane in lanes) == 1800
    assert gate.still_to_wait(lanes, 1800, lambda _lane: 0) == 0
    assert gate.still_to_wait(lanes, 30, lambda _lane: 0) == 1770
    assert gate.still_to_wait(lanes, 1800, lambda lane: 7 if lane.bucket == gate.AREA else 0) == 7


def test_nearly_everybody_waits_for_nothing() -> None:
    assert gate.lanes(gate.Seen(4, 9, 29, 599, 7999)) == []
    assert gate.lanes(gate.Seen(area=600)) == [], "a fresh address passes also in a besieged sub-district"
    assert gate.lanes(gate.Seen(address=-5, area=600)) == []
    assert gate.lanes(gate.Seen(address=1, area=600)) == [gate.Lane(gate.ADDRESS, 20)]
    assert gate.lanes(gate.Seen(nik=5)) == [gate.Lane(gate.NIK, 20)]
    assert gate.pin_lanes(4) == []
    assert gate.pin_lanes(6) == [gate.Lane(gate.PIN, 40)]


@pytest.mark.parametrize(("one", "other", "same"), [
    ("203.0.113.7", "203.0.113.250", True), ("203.0.113.7", "203.0.114.7", False),
    ("2001:db8:1::1", "2001:db8:1:ffff::9", True), ("2001:db8:1::1", "2001:db8:2::1", False),
    ("::ffff:203.0.113.7", "203.0.113.9", True), ("fe80::1%eth0", "fe80::1", True), ("", "unknown", True),
    ("0.0.1.0", "::1", False),
])  # fmt: skip
def test_an_address_counts_with_its_neighbours(one: str, other: str, same: bool) -> None:
    assert (gate.block_of(one) == gate.block_of(other)) == same
