"""Starts what an office has before the network: gammu-smsd with its dummy phone, Kannel with its fake SMSC.

Each on free ports in a folder of its own, ended with the test.
"""

from __future__ import annotations

import ctypes
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from tests.databases import PostgreSQL
from tests.sms.gammu_tables import script

FAKE_SMSC = "/usr/lib/kannel/test/fakesmsc"
_LIBC = ctypes.CDLL(None)  # loaded before any fork


def wait_until(true: Callable[[], object], seconds: float = 30, words: Callable[[], object] = str) -> None:
    """Look until it is true. AssertionError with what `words` says after so long."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, words()
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _die_with_parent() -> None:
    _LIBC.prctl(1, signal.SIGKILL)


@contextmanager
def started(command: Sequence[str], folder: Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command, its words in `folder`; killed afterwards."""
    with (folder / f"{name}.out").open("ab") as words:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=words, stderr=words,
            preexec_fn=_die_with_parent,  # noqa: PLW1509
        )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Modem:
    """A dummy phone under gammu-smsd, with its tables in a database of either kind."""

    def __init__(self, folder: Path, server: PostgreSQL | None) -> None:
        self.folder = folder
        (folder / "phone/sms/1").mkdir(parents=True)
        if server is None:
            self.url = f"sqlite:///{folder / 'smsd.db'}"
            with sqlite3.connect(folder / "smsd.db") as tables:
                tables.execute("PRAGMA journal_mode=WAL")
                tables.executescript(script("sqlite"))
            driver = f"Driver = sqlite3\nDBDir = {folder}\nDatabase = smsd.db\n"
        else:
            self.url = server.address(server.create())
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(script("postgresql").encode())
            driver = _pg_driver(self.url)
        (folder / "smsdrc").write_text(
            f"[gammu]\nmodel = dummy\nconnection = none\nport = {folder / 'phone'}\ngammuloc = /dev/null\n"
            f"[smsd]\nService = sql\n{driver}LogFile = {folder / 'log'}\nLoopSleep = 0\nReceiveFrequency = 0\n"
            "CommTimeout = 1\nSendTimeout = 5\nStatusFrequency = 2\nCheckSecurity = 0\nCheckBattery = 0\n"
            "CheckSignal = 0\nCheckNetwork = 0\n"
        )

    def running(self) -> AbstractContextManager[subprocess.Popen[bytes]]:
        return started(["gammu-smsd", "-c", str(self.folder / "smsdrc")], self.folder, "smsd")

    def hears(self, sender: str, text: str, n: int = 1) -> None:
        """A text arrives in the phone's memory, as the network brings it."""
        words = text.encode("utf-16-be").hex().upper()
        backup = (
            '[SMSBackup000]\nSMSC = "+62811000000"\nSMSCValidity = 255\nPDU = Deliver\nState = UnRead\n'
            f'Number = "{sender}"\nDateTime = 20261122T100000\nText00 = {words}\nCoding = Default\nFolder = 1\n'
            f"Length = {len(text)}\nClass = -1\nReplySMSC = False\n"
        )
        made = self.folder / f"made-{n}"
        made.write_text(backup)
        made.rename(self.folder / f"phone/sms/1/{n}")

    def words(self) -> str:
        return (
            (self.folder / "log").read_text(errors="replace")[-1500:]
            if (self.folder / "log").exists()
            else ""
        )


def _pg_driver(url: str) -> str:
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return (
        f"Driver = native_pgsql\nHost = {host}\nUser = {parts.username or 'postgres'}\n"
        f"Password = {parts.password or 'x'}\nDatabase = {parts.path.lstrip('/')}\n"
    )


class Kannel:
    """bearerbox, smsbox and a phone behind a fake SMSC. `to_phone` is what the phone has got."""

    def __init__(self, folder: Path, inbound_url: str) -> None:
        self.folder = folder
        self.admin, self.box, self.fake, self.port = (free_port() for _ in range(4))
        (folder / "kannel.conf").write_text(
            f"group = core\nadmin-port = {self.admin}\nadmin-interface = 127.0.0.1\nadmin-password = pw\n"
            f"smsbox-port = {self.box}\nsmsbox-interface = 127.0.0.1\nbox-allow-ip = 127.0.0.1\nlog-level = 1\n"
            f'log-file = "{folder}/bearerbox.log"\nsms-outgoing-queue-limit = 1000\n\n'
            f"group = smsc\nsmsc = fake\nsmsc-id = FAKE\nport = {self.fake}\nconnect-allow-ip = 127.0.0.1\n\n"
            f"group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = {self.port}\nsendsms-interface = 127.0.0.1\n"
            f'log-file = "{folder}/smsbox.log"\nlog-level = 1\nhttp-request-retry = 20\nhttp-queue-delay = 1\n\n'
            "group = sendsms-user\nusername = catat\npassword = secret\nmax-messages = 1\nconcatenation = false\n\n"
            "group = sms-service\nkeyword = default\ncatch-all = true\nmax-messages = 0\nsend-sender = true\n"
            f'post-url = "{inbound_url}"\n'
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        conf = str(self.folder / "kannel.conf")
        with started(["bearerbox", conf], self.folder, "bearerbox"):
            wait_until(lambda: listens(self.box) and listens(self.fake), words=self.words)
            with started(["smsbox", conf], self.folder, "smsbox"):
                wait_until(lambda: listens(self.port), words=self.words)
                yield

    @contextmanager
    def phone(self, sender: str, *texts: str) -> Iterator[None]:
        """A phone in the network that sends these texts, one after the other, and then listens."""
        said = [f"{sender} 2500 text {text.replace(' ', '+')}" for text in texts]
        command = [
            FAKE_SMSC,
            "-H",
            "127.0.0.1",
            "-r",
            str(self.fake),
            "-i",
            "0.01",
            "-m",
            str(len(said)),
            *said,
        ]
        with started(command, self.folder, "phone"):
            yield

    def phone_got(self) -> list[str]:
        """Texts that the phone has shown so far."""
        out = self.folder / "phone.out"
        lines = out.read_text(errors="replace").splitlines() if out.exists() else []
        return [line.partition("Got message")[2] for line in lines if "Got message" in line]

    def words(self) -> str:
        return "\n".join(file.read_text(errors="replace")[-1200:] for file in self.folder.glob("*box.log"))
