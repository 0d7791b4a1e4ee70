"""16 writers on a slow disk: transaction() against a commit of one's own, in one process, in turn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask

import config
from bench.census import Census
from bench.counter import quantile
from bench.processes import ROOT
from bench.table import Missed, Result, Taken
from webapp import app as application
from webapp.shared import clock
from webapp.shared.db import db, transaction, upsert
from webapp.shared.throttle import Tries

WRITERS = 16
SLOWER_US = 10_000
_ROUNDS, _SECONDS = 3, 2.0


def measure(census: Census) -> Iterator[Result]:
    names = ("group_commit_ratio", "group_commit_p99_ratio")
    library = census.folder / "slowsync.so"
    try:
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O2", "-o", library, ROOT / "bench/slowsync.c", "-ldl"], check=True
        )
    except (OSError, subprocess.CalledProcessError):
        yield from (Missed(name, "needs a C compiler (cc) for the slow disk") for name in names)
        return
    env = {**os.environ, "LD_PRELOAD": str(library), "SLOWSYNC_US": str(SLOWER_US)}
    done = subprocess.run([sys.executable, "-m", "bench.group_commit", str(census.folder / "writers.sqlite3")],
                          cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)  # fmt: skip
    group, own = json.loads(done.stdout)
    yield Taken(names[0], group["rate"], own["rate"], "per s")
    yield Taken(names[1], group["p99"] * 1000, own["p99"] * 1000, "ms")


def _write_with_group(number: int, turn: int) -> None:
    with transaction():
        db.session.execute(_row(number, turn))


def _write_alone(number: int, turn: int) -> None:
    engine = db.engine.execution_options(catat_begin="BEGIN IMMEDIATE")
    with engine.begin() as connection:
        connection.execute(_row(number, turn))


def _row(number: int, turn: int) -> Any:
    """Something small and durable, as a saved step is."""
    row = {"bucket": number.to_bytes(17, "big"), "window_ends": clock.now(), "count": turn}
    return upsert(Tries, row, key=["bucket", "window_ends"], update=["count"])


def _run(app: Flask, write: Callable[[int, int], None]) -> dict[str, float]:
    """All writers at once for some seconds: writes per second, and the p99 of one write in seconds."""
    took: list[float] = []
    until = time.monotonic() + _SECONDS

    def work(number: int) -> None:
        with app.app_context():
            turn = 0
            while time.monotonic() < until:
                began = time.perf_counter()
                write(number, turn)
                took.append(time.perf_counter() - began)
                turn += 1

    began = time.monotonic()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"rate": len(took) / (time.monotonic() - began), "p99": quantile(took, 0.99)}


def main(path: str) -> None:
    """Both ways in turn; prints [group, own] as JSON. Runs as a process of its own under the slow disk."""
    app = application.create_app(
        config.read({"CATAT_DATABASE_URL": f"sqlite:///{path}", "CATAT_KEYS": "/nowhere"})
    )
    with app.app_context():
        db.create_all()
    _run(app, _write_with_group)
    pairs = [(_run(app, _write_with_group), _run(app, _write_alone)) for _ in range(_ROUNDS)]
    middle = [{key: median(pair[way][key] for pair in pairs) for key in ("rate", "p99")} for way in (0, 1)]
    print(json.dumps(middle))
    Path(path).unlink()


if __name__ == "__main__":
    main(sys.argv[1])
