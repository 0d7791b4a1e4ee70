"""Runs a measure in a process of its own under valgrind, where the kernel counts no instructions for us."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bench.census import Census
from bench.counter import UNDER_VALGRIND, CpuTime, Valgrind, counter
from bench.processes import ROOT
from bench.table import Missed, Result, Taken

_LONGEST_S = 300


def measure(module: str, census: Census) -> Iterator[Result]:
    """What bench.<module> measures, with the best counter of this machine."""
    if _wants_valgrind():
        yield from _under_valgrind(module, census)
    else:
        yield from importlib.import_module(f"bench.{module}").measure(census)


def _wants_valgrind() -> bool:
    tools = shutil.which("valgrind") and shutil.which("callgrind_control")
    return isinstance(counter(), CpuTime) and tools is not None


def counter_name() -> str:
    """What the CPU marks are counted in on this machine."""
    return Valgrind.name if _wants_valgrind() else counter().name


def _under_valgrind(module: str, census: Census) -> Iterator[Result]:
    file = census.folder / f"callgrind-{module}"
    command = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={file}",
               sys.executable, "-m", "bench.counted", module, str(census.template.parent)]  # fmt: skip
    with (census.folder / f"{module}.log").open("wb") as words:
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, UNDER_VALGRIND: str(file)}, check=False,
                              stdout=subprocess.PIPE, stderr=words, timeout=_LONGEST_S)  # fmt: skip
    if done.returncode:
        said = (census.folder / f"{module}.log").read_text(errors="replace")
        raise RuntimeError(said[-500:])
    for entry in json.loads(done.stdout.splitlines()[-1]):
        yield Missed(**entry) if "reason" in entry else Taken(**entry)


def main(module: str, folder: str) -> None:
    """Inside: measure, and print the results as one line of JSON."""
    found = importlib.import_module(f"bench.{module}").measure(Census(Path(folder)))
    print(json.dumps([asdict(result) for result in found]))


if __name__ == "__main__":
    main(*sys.argv[1:3])
