"""What a call costs: retired instructions of this process, or CPU time where the kernel does not permit counting.

Instructions repeat within 1 % on a noisy machine; CPU time within 5-10 %, which is why base and ours are
measured in turn and medians are compared.
"""

from __future__ import annotations

import ctypes
import gc
import os
import platform
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

_PERF_EVENT_OPEN = {"x86_64": 298, "aarch64": 241}
_ATTRIBUTES = 128  # sizeof(struct perf_event_attr)
_INHERIT, _NO_KERNEL, _NO_HYPERVISOR = 1 << 1, 1 << 5, 1 << 6


class Counter:
    """Counts up. `unit` says what: "Minstr" (million instructions) or "cpu-ms". Threads started later are included."""

    def __init__(self) -> None:
        self._file = _open_instruction_counter()
        self.unit = "Minstr" if self._file is not None else "cpu-ms"

    def read(self) -> float:
        if self._file is None:
            return time.process_time_ns() / 1e6
        count: int = struct.unpack("Q", os.read(self._file, 8))[0]
        return count / 1e6


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


@cache
def counter() -> Counter:
    """One a process: more than about six open at once are multiplexed and read short."""
    return Counter()


@dataclass(frozen=True)
class Cost:
    """Medians per call, in the counter's unit."""

    ours: float
    base: float
    unit: str


def compare(
    ours: Callable[[], object], base: Callable[[], object], calls: int = 50, rounds: int = 15, warm: int = 30
) -> Cost:
    """Run both in turn, `rounds` times `calls` each, and answer the median cost of one call of either."""
    for _ in range(warm):
        base()
        ours()
    gc.collect()
    costs: list[tuple[float, float]] = []
    for _ in range(rounds):
        costs.append((_cost(ours, calls), _cost(base, calls)))
    return Cost(median(cost[0] for cost in costs), median(cost[1] for cost in costs), counter().unit)


def _cost(call: Callable[[], object], times: int) -> float:
    before = counter().read()
    for _ in range(times):
        call()
    return (counter().read() - before) / times


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
