"""texts wait for the conversation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    with op.batch_alter_table("sms_inbound", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=4), nullable=False, server_default="text"))
        batch_op.add_column(sa.Column("channel", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("work_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("attempts", sa.SmallInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_sms_inbound_waiting",
            ["received_at"],
            unique=False,
            sqlite_where=sa.text("worked_at IS NULL"),
            postgresql_where=sa.text("worked_at IS NULL"),
        )
    # what came in before was answered in its webhook
    op.execute("UPDATE sms_inbound SET channel = provider, worked_at = received_at")
    with op.batch_alter_table("sms_inbound", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=sa.String(length=4), server_default=None)
        batch_op.alter_column("attempts", existing_type=sa.SmallInteger(), server_default=None)
        batch_op.alter_column("channel", existing_type=sa.String(length=20), nullable=False)
