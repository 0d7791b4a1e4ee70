"""What a call costs, in the best unit that this machine permits.

Retired instructions of the process (perf_event_open) repeat within 1 % however busy the machine is. Where the
kernel keeps its counters to itself, as in most virtual machines, valgrind counts them (bench/counted.py starts
the process under it). Without both there is CPU time: within 10 %, so base and ours are measured in turn, often.
"""

from __future__ import annotations

import ctypes
import gc
import os
import platform
import re
import struct
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

UNDER_VALGRIND = "CATAT_BENCH_VALGRIND"  # the file that callgrind writes to, where it runs
_PERF_EVENT_OPEN = {"x86_64": 298, "aarch64": 241}
_ATTRIBUTES = 128  # sizeof(struct perf_event_attr)
_INHERIT, _NO_KERNEL, _NO_HYPERVISOR = 1 << 1, 1 << 5, 1 << 6
_TOTALS = re.compile(r"^totals: (\d+)", re.MULTILINE)

Call = Callable[[], object]


class Instructions:
    """Million instructions of this process, user and kernel, and of threads that start later."""

    unit, name, repeats = "Minstr", "instructions (perf_event_open)", True

    def __init__(self, file: int) -> None:
        self._file = file

    def cost(self, call: Call, times: int) -> float:
        before = self._read()
        for _ in range(times):
            call()
        return (self._read() - before) / times / 1e6

    def _read(self) -> int:
        count: int = struct.unpack("Q", os.read(self._file, 8))[0]
        return count


class Valgrind:
    """Million instructions of this process in user space, counted by the callgrind that it runs under."""

    unit, name, repeats = "Minstr", "instructions in user space (valgrind)", True

    def __init__(self, file: Path) -> None:
        self._file, self._dumps = file, 0

    def cost(self, call: Call, times: int) -> float:
        self._control("--zero")
        self._control("--instr=on")
        for _ in range(times):
            call()
        self._control("--instr=off")
        self._control("--dump")
        self._dumps += 1
        found = _TOTALS.search(
            self._file.with_name(f"{self._file.name}.{self._dumps}").read_text(errors="replace")
        )
        assert found is not None
        return int(found[1]) / times / 1e6

    def _control(self, what: str) -> None:
        subprocess.run(["callgrind_control", what, str(os.getpid())], check=True, stdout=subprocess.DEVNULL)


class CpuTime:
    """Milliseconds of CPU time of this process and all its threads."""

    unit, name, repeats = "cpu-ms", "CPU time", False

    def cost(self, call: Call, times: int) -> float:
        before = time.process_time_ns()
        for _ in range(times):
            call()
        return (time.process_time_ns() - before) / times / 1e6


Counter = Instructions | Valgrind | CpuTime


@cache
def counter() -> Counter:
    """One a process: more than about six open at once are multiplexed and read short."""
    if UNDER_VALGRIND in os.environ:
        return Valgrind(Path(os.environ[UNDER_VALGRIND]))
    file = _open_instruction_counter()
    return CpuTime() if file is None else Instructions(file)


def _open_instruction_counter() -> int | None:
    number = _PERF_EVENT_OPEN.get(platform.machine())
    if number is None:
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    for flags in (_INHERIT | _NO_HYPERVISOR, _INHERIT | _NO_HYPERVISOR | _NO_KERNEL):
        attributes = bytearray(_ATTRIBUTES)
        # type hardware (0), size, config "instructions" (1), no sampling, then the flags
        struct.pack_into("IIQQQQQ", attributes, 0, 0, _ATTRIBUTES, 1, 0, 0, 0, flags)
        buffer = (ctypes.c_char * _ATTRIBUTES).from_buffer(attributes)
        handle: int = libc.syscall(number, buffer, 0, -1, -1, 0)
        if handle >= 0:
            return handle
    return None


@dataclass(frozen=True)
class Cost:
    """Medians per call, in the counter's unit."""

    ours: float
    base: float
    unit: str


def compare(ours: Call, base: Call, calls: int = 20, rounds: int = 15, warm: int = 20) -> Cost:
    """Run both in turn, `rounds` times `calls` each (once, where the counter repeats); the median cost of a call."""
    for _ in range(warm):
        base()
        ours()
    gc.collect()
    rounds = 1 if counter().repeats else rounds
    costs = [(counter().cost(ours, calls), counter().cost(base, calls)) for _ in range(rounds)]
    return Cost(median(cost[0] for cost in costs), median(cost[1] for cost in costs), counter().unit)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
