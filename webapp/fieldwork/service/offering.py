"""A published plan says how many more visits each window of each village can bear; visits offers those."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from webapp.fieldwork import queries
from webapp.fieldwork.models import Plan
from webapp.fieldwork.rules.planning import EXACT, Door, Person, Spot, Travel
from webapp.fieldwork.rules.routes import Slack, Walk, beginnings
from webapp.fieldwork.service import gathering, keeping, showing
from webapp.fieldwork.service.board import lay_out
from webapp.fieldwork.service.planning import days_of
from webapp.shared import clock
from webapp.visits import service as visits
from webapp.visits.queries import OfferView
from webapp.visits.rules import WINDOWS, Offering

MOST_A_WALK = 3  # further bookings that one working time is trusted with at once
LEG_S = 600  # there and back within a village


def on_offers_wanted(offering: Offering) -> None:
    """A family looks at its times: those that the plan cannot keep are left out, the nearest ones come first."""
    found: list[OfferView] | None = keeping.weigh(
        offering.household_id, offering.village_code, offering.offers
    )
    if found is not None:
        offering.offers, offering.weighed = found, True


def on_plan_published(plan_id: UUID, area_code: str) -> None:
    """After each plan and repair: what each window of each village can still bear."""
    showing.forget()
    plan = queries.published_plan(area_code)
    if plan is None or plan.id != plan_id:
        return
    visits.set_spare(area_code, _spare(plan))


def _spare(plan: Plan) -> dict[tuple[str, date, str], int]:
    board = lay_out(plan)
    by_day: dict[int, list[Walk]] = defaultdict(list)
    for walk in board.walks:
        by_day[walk.shift.day].append(walk)
    people = {person.id: person for person in board.people}
    service = int(plan.options["minutes"]) * 60
    found: dict[tuple[str, date, str], int] = {}
    for day in days_of(plan):
        if day <= clock.today():
            continue
        walks = by_day[(day - board.first).days]
        slacks = [(Slack(walk, board.travel), _free(walk, board.travel, service)) for walk in walks]
        for village, office in sorted(board.offices.items()):
            for window in WINDOWS:
                span = gathering.span(day, window, board.first)
                door = Door("", village, village, office, EXACT, service, span, booked=True)
                found[village, day, window] = _places(slacks, door, people)
    return found


def _places(slacks: list[tuple[Slack, int]], door: Door, people: dict[str, Person]) -> int:
    mine = [(slack, n) for slack, n in slacks if door.village in people[slack.walk.person].villages]
    return sum(n for slack, n in mine if n and slack.room(_near(slack, door)))


def _near(slack: Slack, door: Door) -> Door:
    """Somewhere in the village: at a door of the walk that lies in it, else at its centre."""
    spot: Spot = next((one.spot for one in slack.walk.doors if one.village == door.village), door.spot)
    return door._replace(spot=spot)


def _free(walk: Walk, travel: Travel, service: int) -> int:
    left = walk.shift.late - beginnings(walk, travel)[-1]
    return max(0, min(MOST_A_WALK, left // (service + LEG_S)))
