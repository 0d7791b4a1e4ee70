"""Use-cases of the text messages: take one in and answer it, tell families what happened, hear of deliveries."""

from sms.service.answering import answer, answer_waiting
from sms.service.forgetting import forget
from sms.service.inbound import called, keep, receive
from sms.service.notices import on_booked, on_cancelled, on_corrected, on_moved, on_phone_given, on_submitted
from sms.service.waiting import settle_waiting

__all__ = [
    "answer",
    "answer_waiting",
    "called",
    "forget",
    "keep",
    "on_booked",
    "on_cancelled",
    "on_corrected",
    "on_moved",
    "on_phone_given",
    "on_submitted",
    "receive",
    "settle_waiting",
]
