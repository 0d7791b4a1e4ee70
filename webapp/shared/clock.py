"""The one clock: UTC inside, WIB (Asia/Jakarta) for people. Tests and rehearsals may move it."""

from __future__ import annotations

import mmap
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")

_offset = timedelta(0)
_frozen: datetime | None = None
_followed: mmap.mmap | None = None
_SECONDS = struct.Struct("<d")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if _followed is not None:
        return _frozen or datetime.now(UTC) + _offset + timedelta(seconds=_ahead_s(_followed))
    return _frozen or datetime.now(UTC) + _offset


def follow(file: Path) -> None:
    """From now on this process is as far ahead of the machine as the file says (8 bytes, a double, seconds).

    A rehearsal moves all its processes through a census by it; the file is mapped, so that asking the time costs
    no system call. Production refuses the setting. Raises OSError or ValueError where there is no such file.
    """
    global _followed  # noqa: PLW0603
    with file.open("rb") as held:
        _followed = mmap.mmap(held.fileno(), _SECONDS.size, access=mmap.ACCESS_READ)


def seconds() -> float:
    """Seconds for what is done every so often: they run with a followed clock, else with the machine's."""
    return time.monotonic() + (0.0 if _followed is None else _ahead_s(_followed))


def is_followed() -> bool:
    """Does somebody move this process through time?"""
    return _followed is not None


def write_ahead(file: Path, ahead_s: float) -> None:
    """Tell all who follow this file how far ahead they are. Written in place: a mapping keeps to its inode."""
    with file.open("r+b" if file.exists() else "wb") as held:
        held.write(_SECONDS.pack(ahead_s))


def _ahead_s(file: mmap.mmap) -> float:
    return float(_SECONDS.unpack(file[: _SECONDS.size])[0])


def today() -> date:
    """The date that a calendar in Blora shows."""
    return now().astimezone(WIB).date()


def to_wib(moment: datetime) -> datetime:
    """The same moment as a watch in Blora shows it."""
    return moment.astimezone(WIB)


def at_wib(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """The UTC moment at which a watch in Blora shows that time on that day."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=WIB).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """A deadline ends at 23:59:59 WIB (census.md section 2)."""
    return at_wib(day, 23, 59, 59)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Within the block the clock stands still at `moment` (aware). For tests."""
    global _frozen  # noqa: PLW0603  the clock is process-wide by nature
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Within the block the clock runs, `by` ahead of (or behind) the machine's. For tests."""
    global _offset  # noqa: PLW0603
    before, _offset = _offset, _offset + by
    try:
        yield
    finally:
        _offset = before
