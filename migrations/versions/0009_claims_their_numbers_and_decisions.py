"""claims, their numbers and decisions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


# A household had one PIN: it becomes the main claim, under the household's own id.
_CLAIMS = """
    INSERT INTO claims (id, household_id, conflicting, how, opened_at, set_at, public_key, wrapped_private, salt)
    SELECT household_id, household_id, false, 'pair', set_at, set_at, public_key, wrapped_private, salt
    FROM credentials
"""
_VERSIONS = """
    UPDATE versions SET claim_id = household_id
    WHERE "by" IS NULL AND channel = 'web' AND household_id IN (SELECT household_id FROM credentials)
"""
_SEATS = """
    UPDATE seats SET claim_id = household_id
    WHERE "by" IS NULL AND channel = 'web' AND household_id IN (SELECT household_id FROM credentials)
"""


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    op.create_table(
        "blank_letters",
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bound_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_blank_letters_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["regions.code"], name=op.f("fk_blank_letters_village_code")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_blank_letters")),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("conflicting", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(length=6), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wrapped_private", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(length=17), nullable=True),
        sa.Column("phone_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phone_heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("next_phone_index", sa.LargeBinary(length=17), nullable=True),
        sa.Column("next_phone_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("how IN ('pair', 'letter', 'slip', 'code')", name=op.f("ck_claims_how_known")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_claims_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claims_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_next_phone_index"), ["next_phone_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_phone_index"), ["phone_index"], unique=False)
        batch_op.create_index(
            "uq_claims_main",
            ["household_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND NOT conflicting"),
            postgresql_where=sa.text("ended_at IS NULL AND NOT conflicting"),
        )

    op.create_table(
        "pin_numbers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("number_index", sa.LargeBinary(length=17), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.CheckConstraint("kind IN ('slip', 'code')", name=op.f("ck_pin_numbers_kind_known")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_pin_numbers_claim_id")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_pin_numbers_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pin_numbers")),
    )
    with op.batch_alter_table("pin_numbers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pin_numbers_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pin_numbers_number_index"), ["number_index"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=6), nullable=False),
        sa.Column("card_seen", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ground IN ('call', 'visit', 'letter')", name=op.f("ck_decisions_ground_known")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_decisions_household_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_decisions_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_household_id"), ["household_id"], unique=False)

    op.execute(_CLAIMS)
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claim_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_seats_claim_id"), "claims", ["claim_id"], ["id"])

    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claim_id", sa.Uuid(), nullable=True))
        batch_op.drop_index(
            batch_op.f("uq_versions_own_draft"), sqlite_where=sa.text("state = 'draft' AND channel = 'web'")
        )
        batch_op.create_index(
            "uq_versions_own_draft",
            ["claim_id"],
            unique=True,
            sqlite_where=sa.text("state = 'draft' AND claim_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'draft' AND claim_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_versions_claim_id"), "claims", ["claim_id"], ["id"])
    op.execute(_VERSIONS)
    op.execute(_SEATS)
    op.drop_table("credentials")
