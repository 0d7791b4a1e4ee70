"""A 2G link on one Linux machine, without tc-netem: `python -m bench.slownet gprs NAME` until its input ends.

Needs root and /dev/net/tun. Makes a network namespace joined to this one by two TUN devices; this process
carries the packets between them with the delay, rate and finite queue of the profile. TCP on both sides is the
kernel's own, so that handshakes, slow start and the first window are real.
"""

from __future__ import annotations

import fcntl
import heapq
import itertools
import os
import select
import struct
import subprocess
import sys
import time
from dataclasses import dataclass

_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


@dataclass(frozen=True)
class Profile:
    """kbit/s down and up, round trip in ms, bytes that may wait in one direction. 0 kbit/s: no limit."""

    down: int
    up: int
    rtt: int
    queue: int


PROFILES = {
    "gprs": Profile(50, 20, 500, 48_000),
    "edge": Profile(250, 100, 300, 64_000),
    "3g": Profile(400, 400, 400, 96_000),
}


def addresses(name: str) -> tuple[str, str]:
    """Server's and client's address of the link with this name: one small network a name."""
    third = sum(name.encode()) % 200
    return f"10.98.{third}.1", f"10.98.{third}.2"


class Direction:
    """One way of the link: packets leave `out` in order, as late as rate and delay say."""

    def __init__(self, out: int, kbit: int, profile: Profile) -> None:
        self.out, self.rate, self.profile = out, kbit * 1000 / 8, profile
        self.free_at = 0.0

    def leaves_at(self, size: int, now: float) -> float | None:
        """When a packet of `size` bytes that comes now gets out; None when the queue is full (tail drop)."""
        if self.rate:
            if max(0.0, self.free_at - now) * self.rate > self.profile.queue:
                return None
            self.free_at = max(now, self.free_at) + size / self.rate
            return self.free_at + self.profile.rtt / 2000
        return now + self.profile.rtt / 2000


class Link:
    """Carries packets between two TUN devices."""

    def __init__(self, server: int, client: int, profile: Profile) -> None:
        self.ways = {server: Direction(client, profile.down, profile),
                     client: Direction(server, profile.up, profile)}  # fmt: skip
        self.under_way: list[tuple[float, int, int, bytes]] = []
        self._serial = itertools.count()

    def carry(self, until_readable: int) -> None:
        """Until the given file (our standard input) has something to say or is closed."""
        while True:
            self._deliver(time.monotonic())
            wait = max(0.0, self.under_way[0][0] - time.monotonic()) if self.under_way else 1.0
            ready, _, _ = select.select([*self.ways, until_readable], [], [], wait)
            if until_readable in ready:
                return
            for device in ready:
                self._take(device, time.monotonic())

    def _deliver(self, now: float) -> None:
        while self.under_way and self.under_way[0][0] <= now:
            _, _, out, packet = heapq.heappop(self.under_way)
            os.write(out, packet)

    def _take(self, device: int, now: float) -> None:
        way = self.ways[device]
        while True:
            try:
                packet = os.read(device, 2048)
            except BlockingIOError:
                return
            leaves = way.leaves_at(len(packet), now) if packet[0] >> 4 == 4 else None
            if leaves is not None:
                heapq.heappush(self.under_way, (leaves, next(self._serial), way.out, packet))


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def _tun(name: str) -> int:
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH", name.encode(), _IFF_TUN | _IFF_NO_PI))
    return device


def _join(name: str) -> tuple[int, int]:
    """Namespace and devices; answers the server's and the client's device."""
    server_end, client_end = f"{name}s"[-15:], f"{name}c"[-15:]
    here, there = addresses(name)
    _ip("netns", "add", name)
    server, client = _tun(server_end), _tun(client_end)
    _ip("link", "set", client_end, "netns", name)
    _ip("addr", "add", f"{here}/24", "dev", server_end)
    _ip("link", "set", server_end, "up", "mtu", "1500")
    _ip("-n", name, "addr", "add", f"{there}/24", "dev", client_end)
    _ip("-n", name, "link", "set", client_end, "up", "mtu", "1500")
    _ip("-n", name, "link", "set", "lo", "up")
    return server, client


def main(profile: str, name: str) -> None:
    try:
        link = Link(*_join(name), PROFILES[profile])
        print("ready", flush=True)
        link.carry(sys.stdin.fileno())
    finally:
        _ip("netns", "del", name)


if __name__ == "__main__":
    main(*sys.argv[1:3])
