"""Debian's Firefox, driven by WebDriver BiDi over a WebSocket: Debian has no geckodriver, and two commands need none.

Only what a journey takes: open, evaluate, press. With scripting switched off the page runs nothing, while our own
questions to it still work, because they run in a sandbox beside it.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_PATIENCE = 60  # seconds until Firefox must have started, or answered
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class Socket:
    """One WebSocket (RFC 6455) to this machine; whole text messages both ways."""

    def __init__(self, port: int) -> None:
        self._wire = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._in = self._wire.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        self._wire.sendall(
            f"GET /session HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert b" 101 " in self._in.readline()
        while self._in.readline() not in (b"\r\n", b""):
            pass

    def send(self, kind: int, said: bytes) -> None:
        """One frame, masked as clients must."""
        size = len(said)
        length = bytes([size | 128]) if size < 126 else (
            struct.pack("!BH", 126 | 128, size) if size < 65536 else struct.pack("!BQ", 127 | 128, size)
        )  # fmt: skip
        mask = os.urandom(4)
        masked = bytes(byte ^ key for byte, key in zip(said, itertools.cycle(mask), strict=False))
        self._wire.sendall(bytes([128 | kind]) + length + mask + masked)

    def receive(self) -> bytes:
        """The next text message, put together from its frames."""
        whole = b""
        while True:
            first, size = self._in.read(2)
            if size == 126:
                (size,) = struct.unpack("!H", self._in.read(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self._in.read(8))
            said = self._in.read(size)
            if first & 15 == _PING:
                self.send(_PONG, said)
            elif first & 15 == _CLOSE:
                raise ConnectionError("Firefox has hung up")
            else:
                whole += said
                if first & 128:
                    return whole

    def close(self) -> None:
        self._in.close()
        self._wire.close()


class Firefox:
    """A running Firefox with one session."""

    def __init__(self, port: int) -> None:
        self._socket, self._serial = Socket(port), itertools.count(1)
        self.command("session.new", capabilities={})

    def command(self, method: str, **said: Any) -> dict[str, Any]:
        """What Firefox answers; events between are passed over."""
        number = next(self._serial)
        self._socket.send(_TEXT, json.dumps({"id": number, "method": method, "params": said}).encode())
        while True:
            answer: dict[str, Any] = json.loads(self._socket.receive())
            if answer.get("id") == number:
                assert answer["type"] == "success", f"{method}: {answer}"
                result: dict[str, Any] = answer["result"]
                return result

    def tab(self) -> Tab:
        """A page 360 px wide."""
        context = self.command("browsingContext.create", type="tab")["context"]
        size = {"width": 360, "height": 640}
        self.command("browsingContext.setViewport", context=context, viewport=size)
        return Tab(self, context)

    def close(self) -> None:
        self.command("browser.close")
        self._socket.close()


class Tab:
    """One page of Firefox."""

    def __init__(self, firefox: Firefox, context: str) -> None:
        self._firefox, self._context = firefox, context

    def open(self, url: str) -> None:
        self._firefox.command("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def ask(self, expression: str) -> Any:
        """The value of an expression of JavaScript: text, a number or a truth."""
        target = {"context": self._context, "sandbox": "catat"}
        answer = self._firefox.command(
            "script.evaluate", expression=expression, target=target, awaitPromise=True
        )
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def press_first(self) -> None:
        """Press the page's main button, and wait until another page or step stands there, or a complaint."""
        before = self._shown()
        self.ask("document.querySelector('main form button').click()")
        until = time.monotonic() + _PATIENCE
        while (now := self._shown()) in (before, ""):
            assert time.monotonic() < until, before
            time.sleep(0.02)
        assert "error" not in now, self.ask("document.querySelector('main').innerText")

    def _shown(self) -> str:
        shown = self.ask(
            "document.readyState === 'complete' && document.querySelector('h1') ? location.pathname + "
            "document.querySelector('h1').textContent + (document.querySelector('.error') ? ' error' : '') : ''"
        )
        return str(shown)


@contextmanager
def firefox(folder: Path, *, script: bool) -> Iterator[Firefox]:
    """Firefox with an empty profile below `folder`, until the end of the block."""
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    assert path, "these tests need Debian's Firefox: apt-get install firefox-esr"
    profile, said = folder / "profile", folder / "said"
    profile.mkdir()
    wishes = {"intl.accept_languages": "id-ID", "javascript.enabled": script}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(wish)});\n" for name, wish in wishes.items()]
    (profile / "user.js").write_text("".join(lines))
    command = [path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with said.open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as process:
        try:
            running = Firefox(_port(said, process))
            try:
                yield running
            finally:
                running.close()
            process.wait(_PATIENCE)
        finally:
            process.kill()


def _port(said: Path, process: subprocess.Popen[bytes]) -> int:
    """The port on which Firefox says that it listens."""
    until = time.monotonic() + _PATIENCE
    while not (found := re.search(r"BiDi listening on ws://127\.0\.0\.1:(\d+)", said.read_text())):
        assert process.poll() is None, said.read_text()
        assert time.monotonic() < until, said.read_text()
        time.sleep(0.05)
    return int(found[1])
