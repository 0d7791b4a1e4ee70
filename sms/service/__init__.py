"""Use-cases of the text messages: take one in and answer it, tell families what happened, hear of deliveries."""

from sms.service.answering import answer, answer_waiting
from sms.service.forgetting import forget
from sms.service.helpers_by_text import finish_leads, note_phone, register_head, remove_head, send_digests
from sms.service.inbound import SILENT, TEXT, called, keep, receive
from sms.service.inbox import answer_thread, open_phone, read_thread, settle_waiting, take_thread
from sms.service.notices import (
    on_booked,
    on_cancelled,
    on_corrected,
    on_moved,
    on_offered,
    on_phone_given,
    on_submitted,
)

__all__ = [
    "SILENT",
    "TEXT",
    "answer",
    "answer_thread",
    "answer_waiting",
    "called",
    "finish_leads",
    "forget",
    "keep",
    "note_phone",
    "on_booked",
    "on_cancelled",
    "on_corrected",
    "on_moved",
    "on_offered",
    "on_phone_given",
    "on_submitted",
    "open_phone",
    "read_thread",
    "receive",
    "register_head",
    "remove_head",
    "send_digests",
    "settle_waiting",
    "take_thread",
]
