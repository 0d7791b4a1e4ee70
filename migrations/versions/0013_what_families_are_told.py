"""what families are told on the day of a visit"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    op.create_table(
        "visit_news",
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('on_way', 'late', 'cannot_come')", name=op.f("ck_visit_news_kind_known")
        ),
        sa.ForeignKeyConstraint(["stop_id"], ["stops.id"], name=op.f("fk_visit_news_stop_id")),
        sa.ForeignKeyConstraint(["told_by"], ["accounts.id"], name=op.f("fk_visit_news_told_by")),
        sa.PrimaryKeyConstraint("stop_id", "kind", name=op.f("pk_visit_news")),
    )
