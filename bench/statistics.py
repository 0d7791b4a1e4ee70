"""The statistics build by the command: seconds of CPU and peak memory, on families sealed as the form seals them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

from bench import sealed
from bench.census import FLASK, Census
from bench.processes import ROOT
from bench.table import Result, Taken
from webapp.shared.db import db

_FAMILIES = {"": 2_000, "full": 30_000}


def measure(census: Census) -> Iterator[Result]:
    """CPU seconds are given for 100,000 persons; memory as it was, since one village at a time is held."""
    families = _FAMILIES["full" if os.environ.get("SCALE") == "full" else ""]
    env = census.env(census.of_size(families))
    with census.application(env).app_context():
        persons = sealed.send_all()
        db.session.remove()
    words = [*FLASK, "reporting", "build", "--out", str(census.folder / "statistics")]
    started = subprocess.Popen(words, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, used = os.wait4(started.pid, 0)
    started.returncode = status
    assert status == 0, "the build failed"
    note = f"{persons} persons, SQLite, start of the program included"
    yield Taken("statistics_100000_cpu_s", (used.ru_utime + used.ru_stime) * 100_000 / persons, note=note)
    yield Taken("statistics_build_mb", used.ru_maxrss / 1024, note=note)
