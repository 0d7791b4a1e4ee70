"""Numbers that people type or keep: the receipt's, a mobile phone's, and why a pair may be missing."""

from __future__ import annotations

from datetime import date

from webapp.enumeration.rules.refusals import PhoneRefused
from webapp.households.rules.letters import check_digit
from webapp.questionnaire.rules import issue_date_of_kk
from webapp.questionnaire.rules.identity import compact

RECEIPT_LENGTH = 12
RECEIPTS = 9 * 10 ** (RECEIPT_LENGTH - 2)  # eleven digits by chance, the first 1-9, and a check digit


def receipt_number(order: int) -> str:
    """Return the receipt number with this place (0 <= order < RECEIPTS); digits only, so nothing is mistaken."""
    first = str(order + 10 ** (RECEIPT_LENGTH - 2))
    return first + check_digit(first)


def is_receipt_number(text: str) -> bool:
    return len(text) == RECEIPT_LENGTH and text.isascii() and text.isdigit() and check_digit(text) == "0"


def grouped(number: str, size: int = 4) -> str:
    """Return '1234 5678 9012', as people read and dictate it."""
    return " ".join(number[at : at + size] for at in range(0, len(number), size))


def read_phone(text: str) -> str:
    """Return a mobile number as +62..., '' for none. Raises PhoneRefused."""
    digits = compact(text).replace("(", "").replace(")", "")
    if not digits:
        return ""
    for prefix in ("+62", "62", "0"):
        if digits.startswith(prefix):
            digits = digits.removeprefix(prefix)
            break
    if not (digits.isascii() and digits.isdigit() and digits.startswith("8") and 9 <= len(digits) <= 12):
        raise PhoneRefused
    return f"+62{digits}"


def is_newer_than(kk: str, snapshot: date | None, today: date) -> date | None:
    """Return the day of issue of a card that was issued after the register was taken, by its digits alone."""
    issued = issue_date_of_kk(kk, today=today)
    return issued if issued and snapshot and issued > snapshot else None
