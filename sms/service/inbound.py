"""Whatever comes in is kept first: one durable row, masked and sealed. The conversation is moved on afterwards.

What a gateway repeats changes nothing, so a webhook that got no answer may be sent again.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from sms import numbers
from sms.masking import mask
from sms.models import INBOUND, Inbound
from sms.service.answering import answer
from webapp.shared import clock, sealing
from webapp.shared.db import new_id
from webapp.shared.lone_insert import LoneInsert

LONGEST_BODY = 2000  # characters kept; ten joined segments are 1,530
LONGEST_ID = 80
BUCKET_S = 600  # without a message id, the same text within ten minutes is the same message
TEXT, CALL, SILENT = "text", "call", "mute"  # mute: the provider has answered it already
_COLUMNS = ("id", "provider", "provider_message_id", "phone_index", "text_index", "body_sealed", "kind", "channel",
            "work_sealed", "attempts", "intent", "failed", "received_at")  # fmt: skip
_keep = LoneInsert(Inbound, _COLUMNS, key=("provider", "provider_message_id"))


def receive(gateway: str, provider_message_id: str, sender: str, text: str) -> UUID | None:
    """Keep one text and answer it here and now. The row's id, or None if it was taken before."""
    inbound_id = keep(gateway, provider_message_id, sender, text)
    if inbound_id is not None:
        answer(inbound_id)
    return inbound_id


def called(gateway: str, call_id: str, caller: str) -> UUID | None:
    """Somebody rang and hung up: kept as a text that asks for a visit would be. None if it was taken before.

    Ringing again within ten minutes without an id of the provider's is the same call.
    """
    return keep(gateway, call_id and f"call {call_id}", caller, "", kind=CALL)


def keep(gateway: str, provider_message_id: str, sender: str, text: str, *, kind: str = TEXT) -> UUID | None:
    """Make one text durable; answer() and answer_waiting() see to the rest. The row's id, or None if it was there.

    Raises only when the database is away, so that the gateway delivers again.
    """
    channel, bare = numbers.split_channel(gateway, sender)
    number, row_id, text = numbers.e164(bare), new_id(), text[:LONGEST_BODY]
    work = "\x1f".join((number or "", text))
    values = {
        "id": row_id, "provider": gateway, "provider_message_id": _once(provider_message_id, sender, text, kind),
        "phone_index": sealing.blind_index("phone", number or _bytes(bare[:200]).decode()),
        "text_index": sealing.blind_index("sms-text", _bytes(text).decode()),
        "body_sealed": sealing.seal(INBOUND, row_id, "body", _bytes(mask(text))),
        "kind": kind, "channel": channel, "attempts": 0, "intent": "", "failed": False,
        "work_sealed": sealing.seal(INBOUND, row_id, "work", _bytes(work)), "received_at": clock.now(),
    }  # fmt: skip
    return row_id if _keep.run(values) else None


def _once(message_id: str, sender: str, text: str, kind: str) -> str:
    """The provider's id where it is one, else what makes this message itself."""
    if message_id and len(message_id) <= LONGEST_ID and message_id.isascii() and message_id.isprintable():
        return message_id
    bucket = "" if message_id else str(int(clock.now().timestamp()) // BUCKET_S)
    return hashlib.sha256(_bytes("\x1f".join((message_id, kind, sender, text, bucket)))).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
