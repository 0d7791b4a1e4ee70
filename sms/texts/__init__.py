"""The texts that leave: one file per message and language, filled with what the reply has to say.

A text is rendered when it is sent, so parameters are plain: `s1`..`s3` are slots as "2030-12-24 midday", `d1` a day,
the rest is put in as it is. One GSM-7 segment always; a longer text is a programming error and raises.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from sms.texts.septets import ONE_SEGMENT, septets
from webapp.visits.rules import WINDOWS

FOLDER = Path(__file__).parent
LANGUAGES = ("id", "jv", "en")
DAYS = {
    "id": ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"),
    "jv": ("Sen", "Sel", "Reb", "Kem", "Jum", "Set", "Ngh"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def names() -> list[str]:
    """Every message there is."""
    return sorted(path.stem for path in (FOLDER / "id").glob("*.txt"))


@cache
def template(message: str, language: str) -> str:
    """The text of a message with its {parameters}; KeyError if there is no such message."""
    path = FOLDER / (language if language in LANGUAGES else "id") / f"{message}.txt"
    if not path.is_file():
        raise KeyError(message)
    return path.read_text("utf-8").strip()


def exists(message: str) -> bool:
    """Is there such a message? A variant for one-way senders ends in _one_way."""
    return (FOLDER / "id" / f"{message}.txt").is_file()


def slot(day: date, window: str) -> str:
    """A slot as a parameter, free of language."""
    return f"{day.isoformat()} {window}"


def render(message: str, language: str, params: Mapping[str, str]) -> str:
    """The text in a language, ready to send: GSM-7, at most 160 septets (ValueError otherwise)."""
    values = {
        name: _slot_words(value, language) if _is_slot(name) else value for name, value in params.items()
    }
    if "d1" in params:
        values["d1"] = _day_words(date.fromisoformat(params["d1"]), language)
    text = template(message, language).format_map(values)
    if septets(text) > ONE_SEGMENT:
        raise ValueError(f"{message} in {language} is longer than one segment")
    return text


def is_safe(text: str) -> bool:
    """Would every network and phone show this? Some signs cost double or turn into others."""
    return text.isascii() and not set(text) & set("^{}[]~\\|")


def _is_slot(name: str) -> bool:
    return len(name) == 2 and name[0] == "s" and name[1].isdigit()


def _day_words(day: date, language: str) -> str:
    """ "2030-12-24" as "Sel 24/12"."""
    return f"{DAYS.get(language, DAYS['id'])[day.weekday()]} {day.day}/{day.month}"


def _slot_words(value: str, language: str) -> str:
    """ "2030-12-24 midday" as "Sel 24/12 13.00-15.30"."""
    text, window = value.split(" ")
    day = date.fromisoformat(text)
    span = WINDOWS[window]
    return f"{_day_words(day, language)} {span.starts:%H.%M}-{span.ends:%H.%M}"
