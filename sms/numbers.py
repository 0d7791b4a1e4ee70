"""Phone numbers as gateways give them: E.164 for people, nothing for short codes and names."""

import re

SHORTEST, LONGEST = 8, 15  # digits of an E.164 number that a person can have
COUNTRY = "62"
_WHATSAPP = "whatsapp:"


def split_channel(gateway: str, sender: str) -> tuple[str, str]:
    """(channel, bare number): a WhatsApp sender of a gateway is a channel of its own, so that the answer goes there."""
    sender = sender.strip()
    if sender.lower().startswith(_WHATSAPP):
        return f"{gateway}-whatsapp", sender[len(_WHATSAPP) :]
    return gateway, sender


def e164(text: str) -> str | None:
    """+62812... for what a person may have typed or a gateway gave; None for short codes, names and rubbish.

    A number without a country is Indonesian: 0812..., 62812... and 812... are the same.
    """
    bare = re.sub(r"[\s.\-()]", "", text)
    digits = bare.removeprefix("+")
    if not digits.isascii() or not digits.isdigit():
        return None
    if not bare.startswith("+"):
        if digits.startswith("00"):
            digits = digits[2:]
        elif digits.startswith("0"):
            digits = COUNTRY + digits[1:]
        elif digits.startswith("8") and len(digits) >= SHORTEST:
            digits = COUNTRY + digits
        elif not digits.startswith(COUNTRY):
            return None
    return f"+{digits}" if SHORTEST <= len(digits) <= LONGEST and digits[0] != "0" else None
