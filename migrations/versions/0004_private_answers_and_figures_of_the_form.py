"""private answers and figures of the form"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    op.create_table(
        "feedback_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("how IN ('easy', 'fair', 'hard')", name=op.f("ck_feedback_counts_how_known")),
        sa.PrimaryKeyConstraint("day", "how", name=op.f("pk_feedback_counts")),
    )
    op.create_table(
        "pace_counts",
        sa.Column("minutes", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("forms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("minutes", name=op.f("pk_pace_counts")),
    )
    op.create_table(
        "step_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("definition_version", sa.String(length=30), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("stopped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "definition_version", "step", name=op.f("pk_step_counts")),
    )
    op.create_table(
        "private_people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("nik_index", sa.LargeBinary(length=17), nullable=False),
        sa.Column("nik_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=True),
        sa.Column("wrapped_private", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_private_people_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_people")),
        sa.UniqueConstraint("nik_index", name=op.f("uq_private_people_nik_index")),
    )
    op.create_table(
        "private_codes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(length=17), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["private_people.id"], name=op.f("fk_private_codes_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_private_codes")),
    )
    op.create_table(
        "private_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("private_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("definition_version", sa.String(length=30), nullable=False),
        sa.Column("office_key", sa.LargeBinary(), nullable=False),
        sa.Column("own_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'left')", name=op.f("ck_private_versions_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_private_versions_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["private_id"], ["private_people.id"], name=op.f("fk_private_versions_private_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_versions")),
    )
    with op.batch_alter_table("private_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_private_versions_private_id"), ["private_id"], unique=False)

    op.create_table(
        "private_pages",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["private_versions.id"], name=op.f("fk_private_pages_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "page", name=op.f("pk_private_pages")),
    )
    with op.batch_alter_table("visit_wishes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("offer_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("offered", sa.SmallInteger(), server_default="0", nullable=False))
