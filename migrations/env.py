"""How Alembic runs for Catat: on the application's own connection, to migrate or to write a migration."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import TypeDecorator

from webapp.shared.db import Base

attributes = context.config.attributes
connection = attributes["connection"]


def render_item(kind: str, item: Any, _autogenerate: Any) -> str | bool:
    """Migrations name SQLAlchemy's types only: the application's own may change or go."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=attributes.get("batch", True),
    render_item=render_item,
    process_revision_directives=attributes.get("process_revision_directives"),
    transactional_ddl=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
