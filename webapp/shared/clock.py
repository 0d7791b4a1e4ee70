"""The one clock: UTC inside, WIB (Asia/Jakarta) for people. Tests and rehearsals may move it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")

_offset = timedelta(0)
_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen or datetime.now(UTC) + _offset


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
