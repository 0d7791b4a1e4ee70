"""plans, roster and the places of attempts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    op.create_table(
        "frozen_days",
        sa.Column("area_code", sa.String(length=13), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("area_code", "day", name=op.f("pk_frozen_days")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(length=13), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'ready', 'published', 'replaced')", name=op.f("ck_plans_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index("ix_plans_area_code_made_at", ["area_code", "made_at"], unique=False)
        batch_op.create_index(
            "uq_plans_one_published",
            ["area_code"],
            unique=True,
            sqlite_where=sa.text("state = 'published'"),
            postgresql_where=sa.text("state = 'published'"),
        )

    op.create_table(
        "absences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_absences_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index("ix_absences_account_id_last", ["account_id", "last"], unique=False)

    op.create_table(
        "plan_notices",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outbox_id", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_plan_notices_account_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_notices_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "account_id", name=op.f("pk_plan_notices")),
    )
    with op.batch_alter_table("plan_notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_notices_account_id"), ["account_id"], unique=False)

    op.create_table(
        "roster",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("starts", sa.SmallInteger(), nullable=False),
        sa.Column("ends", sa.SmallInteger(), nullable=False),
        sa.Column("home_village", sa.String(length=13), nullable=True),
        sa.Column("languages", sa.String(length=60), nullable=False),
        sa.Column("experienced", sa.Boolean(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("feed_key", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_roster_account_id")),
        sa.ForeignKeyConstraint(["home_village"], ["regions.code"], name=op.f("fk_roster_home_village")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_roster")),
        sa.UniqueConstraint("feed_key", name=op.f("uq_roster_feed_key")),
    )
    op.create_table(
        "blocked_sls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sls_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sls_id"], ["sls.id"], name=op.f("fk_blocked_sls_sls_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked_sls")),
    )
    with op.batch_alter_table("blocked_sls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blocked_sls_sls_id"), ["sls_id"], unique=False)

    op.create_table(
        "plan_visits",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("enumerator_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("begins", sa.SmallInteger(), nullable=True),
        sa.Column("basis", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["enumerator_id"], ["accounts.id"], name=op.f("fk_plan_visits_enumerator_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_plan_visits_household_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_visits_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "household_id", name=op.f("pk_plan_visits")),
    )
    with op.batch_alter_table("plan_visits", schema=None) as batch_op:
        batch_op.create_index("ix_plan_visits_day", ["plan_id", "day", "enumerator_id"], unique=False)

    with op.batch_alter_table("contact_attempts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("latitude", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("longitude", sa.Double(), nullable=True))

    with op.batch_alter_table("stops", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("position", sa.SmallInteger(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(sa.Column("begins", sa.SmallInteger(), nullable=True))
        batch_op.create_index(batch_op.f("ix_stops_plan_id"), ["plan_id"], unique=False)
