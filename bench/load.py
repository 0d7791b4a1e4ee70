"""Families in a hurry: sign-ins, then whole questionnaires, as fast as one web process answers; and its memory.

The load generator runs on the same cores as the server. It replays what one family did: a page each for the
answers (htmx, so that a POST is answered by the next page), which for two adults is about a dozen requests.
"""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from bench.census import Census, Server
from bench.journey import Phone, Step, Stuck, walk
from bench.processes import cpu_seconds, resident_mb
from bench.table import Result, Taken
from bench.wire import Client

_FAMILIES, _AT_ONCE = 200, 16
_AFTER_PIN = "/privacy"
_HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Load:
    """What one run came to."""

    households_per_s: float
    cpu_ms: float  # of the web process, a household
    requests: int  # a household
    sign_ins_per_core_s: float
    memory_mb: float


def measure(census: Census) -> Iterator[Result]:
    first = _run(census, "sqlite")
    yield Taken("households_per_second_sqlite", first.households_per_s, note=_note(first))
    yield Taken("sign_ins_per_second", first.sign_ins_per_core_s, note="of one core's time, half of two")
    yield Taken("memory_per_process_mb", first.memory_mb)
    second = _run(census, "postgresql")
    yield Taken("households_per_second_postgresql", second.households_per_s, note=_note(second))


def _note(load: Load) -> str:
    return (f"two adults, {load.requests} requests, {_AT_ONCE} households at once; {load.cpu_ms:.1f} ms of the web "
            f"process's CPU each; load of the machine {os.getloadavg()[0]:.1f}")  # fmt: skip


def _run(census: Census, kind: str) -> Load:
    with census.server(kind) as server:
        families = census.adults(server.env, 2, _FAMILIES + 1)
        steps = _recorded(server.port, families[0])
        before = cpu_seconds(server.worker)
        clients = _signed_in(server, families[1:])
        sign_ins = len(clients) / (cpu_seconds(server.worker) - before)
        waiting: queue.SimpleQueue[Client] = queue.SimpleQueue()
        for client in clients:
            waiting.put(client)
        began, before = time.monotonic(), cpu_seconds(server.worker)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for worker in [pool.submit(_answer_all, waiting, steps) for _ in range(_AT_ONCE)]:
                worker.result()
        rate = len(clients) / (time.monotonic() - began)
        cpu_ms = (cpu_seconds(server.worker) - before) * 1000 / len(clients)
        return Load(rate, cpu_ms, len(steps) + 2, sign_ins, resident_mb(server.worker))


def _recorded(port: int, family: dict[str, Any]) -> list[Step]:
    """What a family sends after its PIN, step by step."""
    phone = Phone(Client(port))
    steps = list(walk(phone, family))
    phone.client.close()
    return [step for step in steps if step.path.startswith((_AFTER_PIN, "/form"))]


def _signed_in(server: Server, families: list[dict[str, Any]]) -> list[Client]:
    """Their phones, each with its own connection and address, a step behind the PIN."""

    def sign_in(numbered: tuple[int, dict[str, Any]]) -> Client:
        number, family = numbered
        phone = Phone(Client(server.port, source=f"127.0.{1 + number // 200}.{1 + number % 200}"))
        for _ in walk(phone, family, stop_before=_AFTER_PIN):
            pass
        assert isinstance(phone.client, Client)
        phone.client.close()
        return phone.client

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(sign_in, enumerate(families)))


def _answer_all(waiting: queue.SimpleQueue[Client], steps: list[Step]) -> None:
    while True:
        try:
            client = waiting.get_nowait()
        except queue.Empty:
            return
        _answer(client, steps)
        client.close()


def _answer(client: Client, steps: list[Step]) -> None:
    """One household: its first page, each answer, its receipt."""
    client.get(steps[0].path)
    for step in steps:
        answer = client.post(step.action, step.sent, _HTMX)
        if answer.status != 200:
            raise Stuck(f"{step.action}: {answer.status} {answer.text[:300]}")
    if client.get(steps[-1].to).status not in (200, 303, 403, 404):
        raise Stuck(steps[-1].to)
