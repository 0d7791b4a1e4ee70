"""A quick phone beside 100 slow ones: do trickling uploads hold everybody up?"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.census import Census
from bench.counter import quantile
from bench.table import Result, Taken
from bench.wire import Client

UPLOADS = 100
_SECONDS = 4.0
_HEAD = (
    "POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Sec-Fetch-Site: same-origin\r\nContent-Length: 4000\r\n\r\nnik=33"
)


def measure(census: Census) -> Iterator[Result]:
    with census.server() as server:
        client = Client(server.port)
        _latencies(client, 1.0)
        alone = quantile(_latencies(client, _SECONDS / 2), 0.95)
        with _trickling(server.port):
            beside = quantile(_latencies(client, _SECONDS), 0.95)
        alone = (alone + quantile(_latencies(client, _SECONDS / 2), 0.95)) / 2
    yield Taken("slow_uploads_p95_ratio", beside * 1000, alone * 1000, "ms")


def _latencies(client: Client, seconds: float) -> list[float]:
    """How long each of the pages took that one phone asked for, one after the other, within these seconds."""
    found = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.perf_counter()
        answer = client.get("/")
        found.append(time.perf_counter() - began)
        assert answer.status == 200
        time.sleep(0.01)
    return found


@contextmanager
def _trickling(port: int) -> Iterator[None]:
    """100 POSTs that send a byte every 0.2 s and never end."""
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(UPLOADS)]
    for each in sockets:
        each.sendall(_HEAD.format(port=port).encode())
    stop = threading.Event()

    def trickle() -> None:
        while not stop.wait(0.2):
            for each in sockets:
                each.sendall(b"1")

    thread = threading.Thread(target=trickle)
    thread.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        stop.set()
        thread.join()
        for each in sockets:
            each.close()
