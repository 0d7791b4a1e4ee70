"""Who has knocked: kept sealed in a session of its own between the start page and the PIN."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from webapp.enumeration import service
from webapp.enumeration.rules.refusals import StartFirst
from webapp.enumeration.views import late
from webapp.shared import sessions
from webapp.shared.db import transaction


def remember(came: service.Knock, **more: str) -> None:
    """What was typed at the door, sealed in a session of its own until the PIN is given."""
    household = came.household_id.hex if came.household_id else ""
    knocked = {"nik": came.nik, "kk": came.kk, "household": household, "named": came.named, **more}
    with transaction():
        sessions.start(secrets={"knock": knocked, **late.to_carry()})


def came_from_start() -> tuple[service.Knock, dict[str, Any]]:
    """What remember() kept. Raises StartFirst."""
    found = sessions.current()
    if found is None or found.seat_id is not None or found.staff_id is not None:
        raise StartFirst
    secrets = found.secrets()
    if (
        "again" in secrets
    ):  # a session that had ended said which family it was; only the PIN goes on from here
        return _back_again(secrets["again"])
    knocked = secrets.get("knock")
    if knocked is None:
        raise StartFirst
    household = UUID(knocked["household"]) if knocked["household"] else None
    return service.Knock(knocked["nik"], knocked["kk"], household, bool(knocked["named"])), knocked


def _back_again(known: dict[str, str]) -> tuple[service.Knock, dict[str, Any]]:
    household_id = UUID(known["household"])
    if not service.has_pin(household_id):
        raise StartFirst
    return service.Knock(known["nik"], "", household_id), {}
