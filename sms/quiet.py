"""When a text may leave that the household did not just ask for (WIB): not at night."""

from datetime import datetime, time, timedelta

from webapp.shared import clock

QUIET_FROM, QUIET_UNTIL = time(20), time(8)
URGENT_FROM, URGENT_UNTIL = (
    time(5),
    time(21),
)  # a visit within a day that falls away may be told early and late
URGENT_WITHIN = timedelta(hours=24)
JUST_NOW = timedelta(minutes=10)  # what follows from the family's own act so soon is no disturbance


def next_allowed(moment: datetime, *, urgent: bool = False) -> datetime:
    """`moment` itself if a notice may leave then, otherwise the next moment at which it may (aware, UTC)."""
    opens, closes = (URGENT_FROM, URGENT_UNTIL) if urgent else (QUIET_UNTIL, QUIET_FROM)
    local = clock.to_wib(moment)
    if opens <= local.time() < closes:
        return moment
    day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    return clock.at_wib(day, opens.hour, opens.minute)
