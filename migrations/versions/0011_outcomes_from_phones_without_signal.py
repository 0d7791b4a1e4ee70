"""outcomes from phones without signal"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    op.create_table(
        "phone_reports",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("enumerator_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_off_s", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.String(length=5), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('apply', 'keep', 'hold')", name=op.f("ck_phone_reports_verdict_known")
        ),
        sa.ForeignKeyConstraint(
            ["enumerator_id"], ["accounts.id"], name=op.f("fk_phone_reports_enumerator_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_phone_reports_household_id")
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_phone_reports")),
    )
    with op.batch_alter_table("phone_reports", schema=None) as batch_op:
        batch_op.create_index("ix_phone_reports_enumerator", ["enumerator_id", "received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_phone_reports_household_id"), ["household_id"], unique=False)
