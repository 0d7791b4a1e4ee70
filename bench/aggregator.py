"""An aggregator on loopback: takes texts as the http gateway sends them, and remembers each by our id."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

TOKEN = "soak-and-bench-0123456789"


class Aggregator:
    """What it was given: how often each text, by our id."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.port = 0

    def env(self) -> dict[str, str]:
        """Settings of a Catat that sends by it."""
        return {
            "CATAT_SMS_GATEWAYS": "http", "CATAT_HTTP_SEND_URL": f"http://127.0.0.1:{self.port}/",
            "CATAT_HTTP_SEND_FIELDS": "to={to}&text={text}&ref={id}", "CATAT_HTTP_TAKEN": "OK",
            "CATAT_HTTP_TOKEN": TOKEN, "CATAT_SMS_RATES": "http=10000",
        }  # fmt: skip

    @contextmanager
    def running(self) -> Iterator[Aggregator]:
        taken = self.taken

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                taken[parse_qs(body)["ref"][0]] += 1
                self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nOK")

            def log_message(self, *_words: object) -> None:
                """Nothing: texts are nobody's business."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
