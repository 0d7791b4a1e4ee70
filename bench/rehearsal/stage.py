"""The census office's machine: its processes, started again when they die, and the clock that they follow."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bench.census import FLASK
from bench.processes import MEMORY, children, free_port, granian, started, wait_until_ready
from bench.wire import Client
from webapp.shared import clock

_WAITING = re.compile(r"^catat_sms(?:_inbound)?_waiting\S* ([\d.]+)$", re.M)
QUIET_S = 5.0


class Stage:
    """web, sender and jobs on one database. The clock only goes forward."""

    def __init__(self, folder: Path, begin: datetime, more: dict[str, str]) -> None:
        self.folder, self.port = folder, free_port()
        self.ahead, self.log = folder / "ahead", folder / "processes.log"
        self.url = f"sqlite:///{folder / 'catat.sqlite3'}"
        self.env = {
            "CATAT_ENV": "demo", "CATAT_DATABASE_URL": self.url, "CATAT_KEYS": str(folder / "keys"),
            "CATAT_STATISTICS_KEYS": str(folder / "keys-statistics"), "CATAT_CLOCK_FILE": str(self.ahead),
            "CATAT_PUBLIC_URL": f"http://127.0.0.1:{self.port}", **MEMORY, **more,
        }  # fmt: skip
        self._ahead_s = 0.0
        self.move_to(begin)
        self._running: dict[str, tuple[ExitStack, subprocess.Popen[bytes]]] = {}

    def now(self) -> datetime:
        """What the clocks of the story show."""
        return datetime.fromtimestamp(time.time() + self._ahead_s, UTC)

    def move_to(self, moment: datetime) -> None:
        """Not later than this moment; where it is past already, time runs on."""
        ahead = moment.timestamp() - time.time()
        if ahead > self._ahead_s:
            self._ahead_s = ahead
            clock.write_ahead(self.ahead, ahead)

    def start(self) -> None:
        """All three; the web server first."""
        self._start("web")
        self._start("sender")
        self._start("jobs")

    def stop(self) -> None:
        for stack, _ in self._running.values():
            stack.close()
        self._running.clear()

    def kill(self, name: str) -> None:
        """kill -9 of one of them with its children; it is started again, as bin/run would."""
        stack, process = self._running.pop(name)
        for pid in [*children(process.pid), process.pid]:
            os.kill(pid, signal.SIGKILL)
        process.wait()
        stack.close()
        self._start(name)

    def settle(self) -> None:
        """Before time leaps: what came in is answered and what is due has left, as it would have in hours."""
        self._until(lambda: not any(float(n) for n in _WAITING.findall(self._metrics())))

    def rest(self) -> None:
        """Long enough for the jobs loop to do what has come due."""
        time.sleep(0.4)
        self.settle()

    def _metrics(self) -> str:
        client = Client(self.port)
        try:
            return client.get("/metrics").text
        except OSError:
            return ""
        finally:
            client.close()

    def _until(self, holds: Callable[[], bool]) -> None:
        until = time.monotonic() + QUIET_S
        while not holds() and time.monotonic() < until:
            time.sleep(0.02)

    def _start(self, name: str) -> None:
        commands = {
            "web": granian("127.0.0.1", self.port),
            "sender": [*FLASK, "sms", "send", "--loop"],
            "jobs": [*FLASK, "jobs", "run"],
        }
        stack = ExitStack()
        process = stack.enter_context(started(commands[name], self.log, self.env))
        self._running[name] = stack, process
        if name == "web":
            wait_until_ready(process, "127.0.0.1", self.port, self.log)
