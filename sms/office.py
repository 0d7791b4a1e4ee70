"""When somebody sits in the office (WIB), for how long a phone has waited there."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta

from webapp.shared import clock

OPENS, CLOSES = time(8), time(16)
SATURDAY = 5


def after_working_hours(start: datetime, hours: float, holidays: Container[date] = ()) -> datetime:
    """The moment by which an office has been open for so many hours since `start` (aware, UTC)."""
    left, moment = timedelta(hours=hours), clock.to_wib(start)
    while True:
        day = moment.date()
        opens, closes = clock.at_wib(day, OPENS.hour), clock.at_wib(day, CLOSES.hour)
        begins = max(clock.to_wib(opens), moment)
        if day.weekday() < SATURDAY and day not in holidays and begins < closes:
            if begins + left <= closes:
                return (begins + left).astimezone(start.tzinfo)
            left -= closes - begins
        moment = clock.to_wib(clock.at_wib(day + timedelta(days=1)))
