"""Taking turns at writing between processes: web, sender and jobs share one SQLite file.

SQLite lets the luckiest poller in, so that a busy web process kept the sender waiting for 2.4 s (measured; after
10 s it fails). Here whoever wants to write holds the gate while waiting for the turn, and who has just written
must pass the gate again: the processes alternate. The kernel frees both when a process dies.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

_POLL_S = 0.001


class TurnTimeout(Exception):
    """Another process did not give the turn back in time."""


class Turnstile:
    """Two lock files beside the database. Used by one thread of a process at a time."""

    def __init__(self, database: Path) -> None:
        self._gate = _open(Path(f"{database}.gate"))
        self._turn = _open(Path(f"{database}.turn"))

    def enter(self, longest_s: float) -> None:
        """Wait for the turn. Raises TurnTimeout after `longest_s` seconds."""
        until = time.monotonic() + longest_s
        _lock(self._gate, until)
        try:
            _lock(self._turn, until)
        finally:
            fcntl.flock(self._gate, fcntl.LOCK_UN)

    def leave(self) -> None:
        """Let the next process in."""
        fcntl.flock(self._turn, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give both files back, and with them whatever is held."""
        os.close(self._gate)
        os.close(self._turn)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _lock(file: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise TurnTimeout from None
            time.sleep(_POLL_S)
        else:
            return
