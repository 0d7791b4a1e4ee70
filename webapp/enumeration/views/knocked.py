"""Who has knocked: kept sealed in a session of its own between the start page and the PIN."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from webapp.enumeration import service
from webapp.enumeration.rules.refusals import StartFirst
from webapp.enumeration.views import late, sitting_pages
from webapp.enumeration.views.blueprint import my_family
from webapp.shared import sessions
from webapp.shared.db import transaction

_IDS = ("household_id", "claim_id", "number_id")
CHOSEN = "chosen"  # the PIN of a family that has still to say where it lives


def remember(came: service.Knock, **more: Any) -> None:
    """What was typed at the door, sealed in a session of its own until the PIN is given."""
    ids = {name: found.hex for name in _IDS if (found := getattr(came, name))}
    knocked = {"nik": came.nik, "kk": came.kk, "named": came.named, "how": came.how, **ids, **more}
    with transaction():
        sessions.start(secrets={"knock": knocked, **late.to_carry()})


def came_from_start() -> tuple[service.Knock, dict[str, Any]]:
    """What remember() kept. Raises StartFirst."""
    found = sessions.current()
    secrets = found.secrets() if found and found.seat_id is None and found.staff_id is None else {}
    if (
        "again" in secrets
    ):  # a session that had ended said which family it was; only the PIN goes on from here
        return _back_again(secrets["again"])
    knocked = secrets.get("knock")
    if knocked is None:
        raise StartFirst
    ids = {name: UUID(knocked[name]) for name in _IDS if name in knocked}
    came = service.Knock(knocked["nik"], knocked["kk"], named=knocked["named"], how=knocked["how"], **ids)
    return came, knocked


def _back_again(known: dict[str, str]) -> tuple[service.Knock, dict[str, Any]]:
    household_id = UUID(known["household"])
    if not service.has_pin(household_id):
        raise StartFirst
    return service.Knock(known["nik"], "", household_id), {"have": "1"}


def has_chosen() -> bool:
    """Has somebody chosen a PIN whose family the register lacks?"""
    found = sessions.current()
    if found is None or found.seat_id is not None or found.staff_id is not None:
        return False
    return CHOSEN in found.secrets().get("knock", {})


def to_first_open() -> Response:
    """Where the seat goes on."""
    family = my_family()
    if family.sitting.is_sent:
        return sitting_pages.to_receipt(family.sitting)
    return sitting_pages.onward(family.first_open(), family)
