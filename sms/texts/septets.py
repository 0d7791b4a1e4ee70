"""How long a text is on the air: GSM-7 septets and segments (3GPP TS 23.038), otherwise UCS-2 units."""

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # an escape and a second septet each
ONE_SEGMENT, JOINED_SEGMENT = 160, 153  # septets; joined segments lose seven to the header
ONE_UNICODE, JOINED_UNICODE = 70, 67  # UTF-16 units


def is_gsm7(text: str) -> bool:
    """Can the text be sent without falling back to UCS-2?"""
    return all(character in BASIC or character in EXTENDED for character in text)


def septets(text: str) -> int:
    """Length of a GSM-7 text in septets; ValueError if the text holds anything else."""
    if not is_gsm7(text):
        raise ValueError("not a GSM-7 text")
    return sum(2 if character in EXTENDED else 1 for character in text)


def segments(text: str) -> int:
    """How many messages the network counts for the text; a pair (escape, surrogate) is never cut in two."""
    if is_gsm7(text):
        widths = [2 if character in EXTENDED else 1 for character in text]
        return _parts(widths, ONE_SEGMENT, JOINED_SEGMENT)
    return _parts(
        [len(character.encode("utf-16-be", "surrogatepass")) // 2 for character in text],
        ONE_UNICODE,
        JOINED_UNICODE,
    )


def _parts(widths: list[int], alone: int, joined: int) -> int:
    if sum(widths) <= alone:
        return 1
    parts, used = 1, 0
    for width in widths:
        if used + width > joined:
            parts, used = parts + 1, 0
        used += width
    return parts
