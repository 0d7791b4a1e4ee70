"""Use-cases of the text messages: take one in and answer it, tell families what happened, hear of deliveries."""

from sms.service.answering import answer, answer_waiting
from sms.service.forgetting import forget
from sms.service.helpdesk import (
    book_for_caller,
    cancel_for_caller,
    find_caller,
    open_case,
    refuse_for_caller,
)
from sms.service.helpers_by_text import finish_leads, note_phone, register_head, remove_head, send_digests
from sms.service.inbound import SILENT, TEXT, called, keep, receive
from sms.service.inbox import answer_thread, open_phone, read_thread, settle_waiting, take_thread
from sms.service.notices import (
    on_booked,
    on_cancelled,
    on_corrected,
    on_moved,
    on_offered,
    on_phone_changing,
    on_phone_given,
    on_pin_replaced,
    on_submitted,
    on_visit_news,
)

__all__ = [
    "SILENT",
    "TEXT",
    "answer",
    "answer_thread",
    "answer_waiting",
    "book_for_caller",
    "called",
    "cancel_for_caller",
    "find_caller",
    "finish_leads",
    "forget",
    "keep",
    "note_phone",
    "on_booked",
    "on_cancelled",
    "on_corrected",
    "on_moved",
    "on_offered",
    "on_phone_changing",
    "on_phone_given",
    "on_pin_replaced",
    "on_submitted",
    "on_visit_news",
    "open_case",
    "open_phone",
    "read_thread",
    "receive",
    "refuse_for_caller",
    "register_head",
    "remove_head",
    "send_digests",
    "settle_waiting",
    "take_thread",
]
