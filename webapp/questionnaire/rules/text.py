"""Cleaning of what people type: the same for every field of every door."""

from __future__ import annotations

import unicodedata

from webapp.questionnaire.rules.refusals import TooLong, UnusableSign

# Longer input is refused before any work is done on it: normalising is quadratic for long runs of marks.
RAW_MOST = 1000
NAME_SIGNS = frozenset(" .,'-/()`´‘’ʼ")


def clean(raw: str, most: int = RAW_MOST) -> str:
    """Return the text in NFC with single blanks, without invisible characters.

    NUL and other control characters, zero-width characters, text direction marks, variation selectors and lone
    surrogates go. Raises TooLong when the text is longer than any field takes; `most` is the length told.
    """
    if len(raw) > RAW_MOST:
        raise TooLong(most=most)
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split())
    kept = "".join(_visible(sign) for sign in raw)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def _visible(sign: str) -> str:
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in ("Cc", "Cf", "Cs"):
        return ""
    return "" if "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef" else sign


def plain_digits(text: str) -> str:
    """Return the text with the numerals of every script (full width, Javanese, Arabic) as 0-9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def usable_text(text: str) -> str:
    """Return the text, or raise UnusableSign for pictures, private characters and characters not assigned."""
    for sign in text:
        category = unicodedata.category(sign)
        if category in ("So", "Co", "Cn", "Me") or (category == "Sk" and sign > "\U0001f000"):
            raise UnusableSign(sign=sign)
    return text


def usable_name(text: str) -> str:
    """Return the name, or raise UnusableSign for anything but letters, their marks and the signs of names."""
    for sign in text:
        if sign not in NAME_SIGNS and unicodedata.category(sign)[0] not in "LM":
            raise UnusableSign(sign=sign)
    return usable_text(text)
