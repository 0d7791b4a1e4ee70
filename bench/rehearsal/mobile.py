"""The mobile network: takes texts from Catat's http gateway, gives texts and missed calls to it, keeps who got what."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from bench.aggregator import TOKEN
from bench.wire import Client

ANSWER_S = 15.0


class Mobile:
    """received: what each number got, in order, with the real moment of each."""

    def __init__(self) -> None:
        self.received: dict[str, list[tuple[float, str]]] = defaultdict(list)
        self.taken: Counter[str] = Counter()
        self.port, self.web_port, self._serial = 0, 0, 0
        self._news = threading.Condition()

    def env(self) -> dict[str, str]:
        """Settings of a Catat that sends by this network."""
        return {
            "CATAT_SMS_GATEWAYS": "http", "CATAT_HTTP_SEND_URL": f"http://127.0.0.1:{self.port}/",
            "CATAT_HTTP_SEND_FIELDS": "to={to}&text={text}&ref={id}", "CATAT_HTTP_TAKEN": "OK",
            "CATAT_HTTP_TOKEN": TOKEN, "CATAT_SMS_RATES": "http=10000",
        }  # fmt: skip

    @contextmanager
    def running(self) -> Iterator[Mobile]:
        mobile = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                mobile.take(sent["ref"][0], sent["to"][0], sent["text"][0])
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

    def take(self, ref: str, to: str, text: str) -> None:
        """A text leaves Catat."""
        with self._news:
            self.taken[ref] += 1
            self.received[_number(to)].append((time.monotonic(), text))
            self._news.notify_all()

    def text(self, sender: str, words: str) -> str:
        """Send a text to Catat and wait for what it answers; "" where nothing comes."""
        return self._give("inbound", sender, {"text": words})

    def ring(self, sender: str) -> str:
        """A missed call, and the text that follows it."""
        return self._give("call", sender, {})

    def wait_for(self, number: str, words: str, since: int, seconds: float = ANSWER_S) -> float | None:
        """The real moment at which the number got a text with these words, after the first `since` of its texts."""
        until = time.monotonic() + seconds
        with self._news:
            while True:
                found = [at for at, text in self.received[_number(number)][since:] if words in text]
                if found or time.monotonic() > until:
                    return found[0] if found else None
                self._news.wait(until - time.monotonic())

    def count(self, number: str) -> int:
        """How many texts this number has got."""
        return len(self.received[_number(number)])

    def _give(self, kind: str, sender: str, more: dict[str, str], seconds: float = ANSWER_S) -> str:
        had = self.count(sender)
        self._deliver(kind, sender, more, seconds)
        self.wait_for(sender, "SENSUS", had, seconds)
        got = self.received[_number(sender)][had:]
        return got[0][1] if got else ""

    def give(self, sender: str, words: str) -> None:
        """A text of which nobody expects an answer."""
        self._deliver("inbound", sender, {"text": words}, ANSWER_S)

    def _deliver(self, kind: str, sender: str, more: dict[str, str], seconds: float) -> None:
        """As an aggregator does: again until it is taken."""
        self._serial += 1
        fields = {"id": f"m{self._serial}", "from": sender, "token": TOKEN, **more}
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            client = Client(self.web_port)
            try:
                if client.post(f"/sms/{kind}/http", list(fields.items())).status == 200:
                    break
            except OSError:
                time.sleep(0.05)
            finally:
                client.close()


def _number(text: str) -> str:
    return "+" + text.strip().lstrip("+")
