"""The room's commands."""

from __future__ import annotations

from uuid import UUID

from webapp.shared.commandline import RoomCommands
from webapp.staff import queries, rules

cli = RoomCommands("staff", help="Accounts of coordinators, enumerators and administrators.")


def id_of(username: str) -> UUID:
    """The account with this name. Raises UnknownAccount."""
    account = queries.account_named(rules.username_of(username))
    if account is None:
        raise rules.UnknownAccount
    return account.id
