"""Starting what a measurement needs, and ending it whatever happens."""

from __future__ import annotations

import ctypes
import http.client
import os
import runpy
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_RUN = runpy.run_path(str(ROOT / "bin/run"))  # its definitions; it starts nothing under this name
MEMORY: dict[str, str] = _RUN["MEMORY"]
_LIBC = ctypes.CDLL(None)  # loaded before any fork
_PR_SET_PDEATHSIG = 1


class NotReady(Exception):
    """A process ended, or did not get ready in time; the text holds the end of what it said."""


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _die_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


@contextmanager
def started(
    command: Sequence[str], log: Path, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The command, running with its words in `log`; ended with SIGTERM, after 10 s with SIGKILL."""
    with log.open("ab") as words:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=words, stderr=words,
            start_new_session=True, preexec_fn=_die_with_parent,  # noqa: PLW1509  before any thread of ours
        )  # fmt: skip
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """SIGTERM to its whole group, then SIGKILL."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until_ready(
    process: subprocess.Popen[bytes], host: str, port: int, log: Path, seconds: float = 30
) -> None:
    """Until /health/live answers (a TLS server: until the port takes connections). Raises NotReady."""
    until = time.monotonic() + seconds
    while not _answers(host, port):
        if process.poll() is not None or time.monotonic() > until:
            raise NotReady(log.read_text(errors="replace")[-600:])
        time.sleep(0.05)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == 200
    except http.client.BadStatusLine:
        return True  # TLS: it speaks, only not plainly
    except OSError:
        return False
    finally:
        connection.close()


def granian(host: str, port: int) -> list[str]:
    """The web server as bin/run starts it, on another address."""
    command: list[str] = [*_RUN["commands"](port)["web"]]
    command[command.index("--host") + 1] = host
    return command


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def resident_mb(pid: int) -> float:
    """Resident memory, in million bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and all its threads since it began, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
