"""Use-cases of a private answer: an officer gives a number, the member comes in, answers and sends."""

from webapp.private.service.answering import Sitting, load, save_page, send, stored
from webapp.private.service.codes import Given, give_code, text_code
from webapp.private.service.entering import Entered, begin, enter, resume

__all__ = [
    "Entered",
    "Given",
    "Sitting",
    "begin",
    "enter",
    "give_code",
    "load",
    "resume",
    "save_page",
    "send",
    "stored",
    "text_code",
]
