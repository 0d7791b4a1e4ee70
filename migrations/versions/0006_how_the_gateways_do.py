"""how the gateways do"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    op.create_table(
        "sms_gateways",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bulk_waits_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(length=80), nullable=False),
        sa.Column("alarm", sa.String(length=20), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sms_gateways")),
    )
