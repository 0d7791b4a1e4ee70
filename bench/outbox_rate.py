"""How many texts a second leave the outbox, one by one and durable, through a gateway that costs nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.census import Census
from bench.table import Result, Taken
from sms.sender import Sender
from webapp.shared import outbox
from webapp.shared.db import db, transaction

_TEXTS = 600


def measure(census: Census) -> Iterator[Result]:
    app = census.application(census.env(census.fresh()))
    with app.app_context():
        with transaction():
            for number in range(_TEXTS):
                params = {"no": "1234", "receipt": "SP-0000-0000"}
                outbox.enqueue("notice_thanks", f"+62812{10_000_000 + number}", params)
        sender, sent, began = Sender.from_settings(), 0, time.monotonic()
        while leased := sender.work():
            sent += leased
        seconds = time.monotonic() - began
        db.session.remove()
    yield Taken(
        "outbox_messages_per_second", sent / seconds, note=f"{sent} of {_TEXTS} texts, SQLite, one sender"
    )
