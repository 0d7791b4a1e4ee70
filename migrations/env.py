"""How Alembic runs for Catat: on the application's own connection, or to write a migration (make migration)."""

from __future__ import annotations

from alembic import context

from webapp.shared.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
