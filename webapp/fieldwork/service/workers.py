"""Planner processes: areas go to them one by one, and what one area breaks costs that area only."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SOLVER = Path(__file__).with_name("solver.py")
Job = dict[str, Any]
Told = Callable[[int, int], None]


def solve_all(jobs: Sequence[Job], workers: int, told: Told | None = None) -> list[Job | None]:
    """The answers in the order of the jobs, whatever the number of workers; None where a worker died of one.

    told(done, all) is called by the calling thread after each.
    """
    waiting: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    answers: queue.SimpleQueue[tuple[int, Job | None]] = queue.SimpleQueue()
    for n in [*range(len(jobs)), *([None] * workers)]:
        waiting.put(n)
    threads = [
        threading.Thread(target=_serve, args=(jobs, waiting, answers), daemon=True) for _n in range(workers)
    ]
    for thread in threads:
        thread.start()
    found: list[Job | None] = [None] * len(jobs)
    for done in range(1, len(jobs) + 1):
        n, answer = answers.get()
        found[n] = answer
        if told:
            told(done, len(jobs))
    for thread in threads:
        thread.join()
    return found


def _serve(
    jobs: Sequence[Job],
    waiting: queue.SimpleQueue[int | None],
    answers: queue.SimpleQueue[tuple[int, Job | None]],
) -> None:
    process: subprocess.Popen[str] | None = None
    while (n := waiting.get()) is not None:
        process = process or _start()
        answer = _ask(process, jobs[n])
        if answer is None:
            _end(process)
            process = None
        answers.put((n, answer))
    if process is not None:
        _end(process)


def _start() -> subprocess.Popen[str]:
    command = [sys.executable, str(SOLVER)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own file


def _ask(process: subprocess.Popen[str], job: Job) -> Job | None:
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        answer: Job = json.loads(process.stdout.readline())
    except (OSError, ValueError):
        return None
    return answer


def _end(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
