"""figures by village and day, published receipts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    op.create_table(
        "counted_receipts",
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_counted_receipts")),
    )
    with op.batch_alter_table("counted_receipts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counted_receipts_day"), ["day"], unique=False)

    op.create_table(
        "day_counts",
        sa.Column("sub_district", sa.String(length=8), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sub_district", "origin", "state", "day", name=op.f("pk_day_counts")),
    )
    op.create_table(
        "published_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("tree", sa.LargeBinary(length=32), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_published_days")),
    )
    op.create_table(
        "village_counts",
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("village_code", "origin", "state", "channel", name=op.f("pk_village_counts")),
    )
    op.create_table(
        "village_persons",
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("added_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("village_code", name=op.f("pk_village_persons")),
    )

    # what is already counted goes into the coarser roll-ups
    op.execute(
        "INSERT INTO village_counts (village_code, origin, state, channel, n)"
        " SELECT village_code, origin, state, channel, sum(n) FROM counts"
        " GROUP BY village_code, origin, state, channel"
    )
    op.execute(
        "INSERT INTO day_counts (sub_district, origin, state, day, n)"
        " SELECT substr(village_code, 1, 8), origin, state, day, sum(n) FROM counts"
        " GROUP BY substr(village_code, 1, 8), origin, state, day"
    )
