"""A small HTTP/1.1 client on a bare socket that knows how many bytes went over the wire, headers and all."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import brotli

ACCEPT = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding": "gzip, br",
          "Accept-Language": "id-ID,id;q=0.9", "Sec-Fetch-Site": "same-origin"}  # fmt: skip
FORM = "application/x-www-form-urlencoded"


class Dropped(OSError):
    """The other side closed the connection within an answer."""


@dataclass
class Answer:
    """One response. `received`: bytes on the wire, status line and headers included."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)
    received: int

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "br"
        return (brotli.decompress(self.body) if packed else self.body).decode()


@dataclass
class Meter:
    """What a journey has used so far."""

    requests: int = 0
    received: int = 0
    sent: int = 0

    def since(self, earlier: Meter) -> Meter:
        return Meter(
            self.requests - earlier.requests, self.received - earlier.received, self.sent - earlier.sent
        )

    def copy(self) -> Meter:
        return Meter(self.requests, self.received, self.sent)


class Client:
    """One browser's connection: kept alive, cookie kept. source: address to come from ("" any of this machine)."""

    def __init__(self, port: int, host: str = "127.0.0.1", source: str = "", timeout: float = 30) -> None:
        self.address, self.source, self.timeout = (host, port), source, timeout
        self.meter = Meter()
        self.cookies: dict[str, str] = {}
        self._socket: socket.socket | None = None
        self._rest = b""

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.request("GET", path, b"", headers)

    def post(
        self, path: str, fields: list[tuple[str, str]], headers: Mapping[str, str] | None = None
    ) -> Answer:
        return self.request(
            "POST", path, urlencode(fields).encode(), {"Content-Type": FORM, **(headers or {})}
        )

    def request(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request and its answer; redirects are the caller's. Raises OSError when the line breaks."""
        message = self._message(method, path, body, {**ACCEPT, **(headers or {})})
        try:
            self._connected().sendall(message)
            self.meter.requests += 1
            self.meter.sent += len(message)
            answer = self._read(method)
        except OSError:
            self.close()
            raise
        self.meter.received += answer.received
        return answer

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""

    def _message(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.address[0]}:{self.address[1]}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body

    def _connected(self) -> socket.socket:
        if self._socket is None:
            made = socket.create_connection(
                self.address, self.timeout, (self.source, 0) if self.source else None
            )
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket = made
        return self._socket

    def _read(self, method: str) -> Answer:
        while b"\r\n\r\n" not in self._rest:
            self._rest += self._more()
        head, _, rest = self._rest.partition(b"\r\n\r\n")
        status, headers = self._parse(head.decode("latin-1"))
        length = 0 if method == "HEAD" or status in (204, 304) else int(headers.get("content-length", "0"))
        if "chunked" in headers.get("transfer-encoding", ""):
            raise ValueError("a chunked answer: its length on the wire is not known beforehand")
        while len(rest) < length:
            rest += self._more()
        self._rest = rest[length:]
        return Answer(status, headers, rest[:length], len(head) + 4 + length)

    def _more(self) -> bytes:
        data = self._connected().recv(65536)
        if not data:
            raise Dropped("closed within an answer")
        return data

    def _parse(self, head: str) -> tuple[int, dict[str, str]]:
        first, *lines = head.split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                self._keep(value.strip())
        return int(first.split()[1]), headers

    def _keep(self, cookie: str) -> None:
        pair, *attributes = cookie.split(";")
        name, _, value = pair.partition("=")
        if any(attribute.strip().lower() == "max-age=0" for attribute in attributes):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value


def path_of(location: str) -> str:
    """Path and query of a Location header."""
    parts = urlsplit(location)
    return parts.path + (f"?{parts.query}" if parts.query else "")
