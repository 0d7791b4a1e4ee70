"""Families that do not give up: whatever breaks, they send again until they hold a receipt."""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.journey import Phone, Stuck, walk
from bench.wire import ACCEPT, Answer, Client, Dropped

_MOST_WALKS = 8
_PATIENCE_S = 60.0


@dataclass
class Tally:
    """What the families saw. receipts: number by the family's letter number."""

    receipts: dict[str, str] = field(default_factory=dict)
    faults_500: int = 0
    broken_lines: int = 0
    gave_up: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def note(self, *, broken: int = 0, fault: int = 0) -> None:
        with self.lock:
            self.broken_lines += broken
            self.faults_500 += fault


@dataclass(frozen=True)
class Weather:
    """The share of POSTs whose reply gets lost, and of those whose line is reset."""

    lost: float = 0.0
    reset: float = 0.0


class StubbornClient(Client):
    """A phone on a bad line: sends the same request again until it is answered, as people press again."""

    def __init__(self, port: int, chance: random.Random, tally: Tally, weather: Weather) -> None:
        super().__init__(port, timeout=20)
        self.chance, self.tally, self.weather = chance, tally, weather

    def request(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> Answer:
        until = time.monotonic() + _PATIENCE_S
        while True:
            try:
                return self._try(method, path, body, headers)
            except OSError:
                self.tally.note(broken=1)
                self.close()
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def _try(self, method: str, path: str, body: bytes, headers: Mapping[str, str] | None) -> Answer:
        drawn = self.chance.random() if method == "POST" else 1.0
        if drawn < self.weather.reset:
            self._send_and_reset(path, body, headers)
        kept = dict(self.cookies)
        answer = super().request(method, path, body, headers)
        if answer.status >= 500:
            self.tally.note(fault=answer.status == 500)
            raise Dropped(str(answer.status))
        if drawn < self.weather.reset + self.weather.lost:
            self.cookies = kept  # what was lost with the reply was never seen
            raise Dropped("the reply was lost")
        return answer

    def _send_and_reset(self, path: str, body: bytes, headers: Mapping[str, str] | None) -> None:
        """RST instead of FIN soon after the request: the server may have done the work or not."""
        line = self._connected()
        line.sendall(self._message("POST", path, body, {**ACCEPT, **(headers or {})}))
        time.sleep(self.chance.random() * 0.05)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Dropped("the line was reset")


def to_the_receipt(client: StubbornClient, family: dict[str, Any], tally: Tally) -> None:
    """One family from the start page to its receipt; signed out on the way, it begins again and goes on."""
    said = ""
    for _ in range(_MOST_WALKS):
        phone = Phone(client)
        try:
            for _step in walk(phone, family):
                pass
        except (Stuck, OSError) as failure:
            said = f"{type(failure).__name__}: {failure}"
            client.cookies.clear()
            continue
        with tally.lock:
            tally.receipts[str(family["letter_number"])] = phone.path.rpartition("/")[2]
        return
    with tally.lock:
        tally.gave_up.append(said[:300])


class Crowd:
    """Several phones at once, each one family after the other."""

    def __init__(self, port: int, families: list[dict[str, Any]], seed: int, weather: Weather) -> None:
        self.tally, self.port, self.weather = Tally(), port, weather
        self._families = iter(families)
        self._next, self._enough = threading.Lock(), threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(seed * 1000 + n,)) for n in range(6)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self, *, let_all_answer: bool) -> None:
        """Wait for those who are under way, or for all families."""
        if not let_all_answer:
            self._enough.set()
        for thread in self._threads:
            thread.join()

    def _work(self, seed: int) -> None:
        chance = random.Random(seed)
        while not self._enough.is_set():
            with self._next:
                family = next(self._families, None)
            if family is None:
                return
            client = StubbornClient(self.port, chance, self.tally, self.weather)
            to_the_receipt(client, family, self.tally)
            client.close()
