"""corrections and unsent drafts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    op.create_table(
        "unsent",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_unsent_household_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_unsent_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_unsent")),
    )
    with op.batch_alter_table("unsent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unsent_household_id"), ["household_id"], unique=False)

    with op.batch_alter_table("draft_pages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("missing", sa.SmallInteger(), server_default="0", nullable=False))

    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrects", sa.Uuid(), nullable=True))
