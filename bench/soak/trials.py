"""The storms: the web process killed at random, and lines that lose replies."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.census import Census
from bench.processes import children, free_port, granian, started, wait_until_ready
from bench.soak.checks import broken_promises
from bench.soak.phones import Crowd, Weather

BACK_WITHIN_S = 3.0
_ALL = 100_000


@dataclass(frozen=True)
class Outcome:
    """What one storm did, and which promises it broke."""

    name: str
    trials: int
    receipts: int
    broken_lines: int
    promises: dict[str, int]
    said: list[str]

    @property
    def holds(self) -> bool:
        return not any(self.promises.values())


def _crowded() -> float:
    """How many processes share a core just now; a start on a busy machine may take that much longer."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Web:
    """A web server that can be killed and started again on its port and its database."""

    def __init__(self, census: Census, kind: str) -> None:
        self.census, self.port = census, free_port()
        self.env = census.env(census.fresh(kind), CATAT_PUBLIC_URL=f"http://127.0.0.1:{self.port}")
        self.log = census.folder / f"soak-{self.port}.log"
        self.late_starts = 0

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        began = time.monotonic()
        with started(granian("127.0.0.1", self.port), self.log, self.env) as process:
            wait_until_ready(process, "127.0.0.1", self.port, self.log)
            self.late_starts += time.monotonic() - began > BACK_WITHIN_S * _crowded()
            yield process

    def live_and_die(self, seconds: float) -> None:
        """Serve for so long, then kill -9 of all its processes."""
        with self.running() as process:
            time.sleep(seconds)
            for pid in [*children(process.pid), process.pid]:
                os.kill(pid, signal.SIGKILL)
            process.wait()


def kills(census: Census, kind: str, trials: int, seed: int) -> Outcome:
    """The web process is killed at random while families answer."""
    web, chance = Web(census, kind), random.Random(seed)
    crowd = Crowd(web.port, census.adults(web.env, 2, _ALL), seed, Weather())
    crowd.start()
    for _ in range(trials):
        web.live_and_die(0.5 + chance.random() * 2.0)
    with web.running():
        crowd.finish(let_all_answer=False)
    return _outcome(f"kill -9 of the web process, {kind}", trials, web, crowd)


def bad_lines(census: Census, kind: str, families: int, seed: int) -> Outcome:
    """40 % of the replies to POSTs get lost and 10 % of the lines are reset; every family ends with a receipt."""
    web = Web(census, kind)
    crowd = Crowd(web.port, census.adults(web.env, 2, families), seed, Weather(lost=0.4, reset=0.1))
    with web.running():
        crowd.start()
        crowd.finish(let_all_answer=True)
    return _outcome(f"replies lost and lines reset, {kind}", families, web, crowd)


def _outcome(name: str, trials: int, web: Web, crowd: Crowd) -> Outcome:
    tally = crowd.tally
    promises = {**broken_promises(web.census, web.env, tally), "late_starts": web.late_starts}
    return Outcome(name, trials, len(tally.receipts), tally.broken_lines, promises, tally.gave_up)
