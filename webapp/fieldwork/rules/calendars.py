"""A calendar feed as RFC 5545 writes it: CRLF, lines of at most 75 octets, commas and semicolons escaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

LONGEST_LINE = 75  # octets, without the line's end


class Event(NamedTuple):
    """One visit. uid: stays the same when it is moved."""

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    place: str


def feed(name: str, events: Iterable[Event], made_at: datetime) -> str:
    """The whole feed."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Catat//Kunjungan//ID", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]  # fmt: skip
    for event in events:
        lines += ["BEGIN:VEVENT", f"UID:{event.uid}@catat", f"DTSTAMP:{_stamp(made_at)}",
                  f"DTSTART:{_stamp(event.starts)}", f"DTEND:{_stamp(event.ends)}",
                  f"SUMMARY:{escaped(event.summary)}", f"LOCATION:{escaped(event.place)}", "END:VEVENT"]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """A text value."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> list[str]:
    """A line in parts that are short enough, never through a letter; each further one begins with a space."""
    parts, now = [], ""
    for letter in line:
        if len(now.encode()) + len(letter.encode()) > LONGEST_LINE:
            parts.append(now)
            now = " "
        now += letter
    return [*parts, now]


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
