"""bin/run ends whatever it started, also when the first process of a group is dead before it."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import time

import pytest

from config import CHECKOUT

RUN = runpy.run_path(str(CHECKOUT / "bin/run"))  # its definitions; it starts nothing under this name


def group() -> subprocess.Popen[bytes]:
    """A process with a child in its group, as the web server and its worker are."""
    return subprocess.Popen(["sh", "-c", "sleep 60 & wait"], start_new_session=True)


def members(process: subprocess.Popen[bytes]) -> list[str]:
    """Those of the group that are alive; one that only waits to be buried is not."""
    listed = subprocess.run(
        ["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [row[2] for row in rows if row[0] == str(process.pid) and not row[1].startswith("Z")]


def wait_for_child(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 20
    while len(members(process)) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert len(members(process)) == 2


@pytest.mark.parametrize("killed_before", [False, True])
def test_nothing_of_a_group_outlives_the_end(killed_before: bool) -> None:
    process = group()
    wait_for_child(process)
    if killed_before:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert len(members(process)) == 1
    RUN["end"]({"web": process})
    assert members(process) == []
