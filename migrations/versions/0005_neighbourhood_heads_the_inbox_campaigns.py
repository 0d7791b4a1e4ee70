"""Neighbourhood heads, the inbox, campaigns"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    op.create_table(
        "sms_campaigns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("pause_reason", sa.String(length=20), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("per_hour", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("filled_on", sa.Date(), nullable=True),
        sa.Column("judged_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'running', 'paused', 'done', 'stopped')",
            name=op.f("ck_sms_campaigns_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_campaigns")),
    )
    with op.batch_alter_table("sms_campaigns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sms_campaigns_state"), ["state"], unique=False)

    op.create_table(
        "sms_campaign_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("phone_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("outbox_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'queued', 'dropped')", name=op.f("ck_sms_campaign_texts_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["sms_campaigns.id"], name=op.f("fk_sms_campaign_texts_campaign_id")
        ),
        sa.ForeignKeyConstraint(["phone_id"], ["sms_phones.id"], name=op.f("fk_sms_campaign_texts_phone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_campaign_texts")),
        sa.UniqueConstraint(
            "campaign_id", "day", "phone_id", name=op.f("uq_sms_campaign_texts_campaign_id_day_phone_id")
        ),
    )
    with op.batch_alter_table("sms_campaign_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sms_campaign_texts_outbox_id"), ["outbox_id"], unique=False)
        batch_op.create_index("ix_sms_campaign_texts_work", ["campaign_id", "state", "id"], unique=False)

    op.create_table(
        "sms_leads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("phone_id", sa.Uuid(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["phone_id"], ["sms_phones.id"], name=op.f("fk_sms_leads_phone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_leads")),
    )
    with op.batch_alter_table("sms_leads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sms_leads_household_id"), ["household_id"], unique=False)

    op.create_table(
        "sms_heads",
        sa.Column("phone_id", sa.Uuid(), nullable=False),
        sa.Column("sls_id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["phone_id"], ["sms_phones.id"], name=op.f("fk_sms_heads_phone_id")),
        sa.ForeignKeyConstraint(["sls_id"], ["sls.id"], name=op.f("fk_sms_heads_sls_id")),
        sa.PrimaryKeyConstraint("phone_id", name=op.f("pk_sms_heads")),
    )
    with op.batch_alter_table("sms_heads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sms_heads_sls_id"), ["sls_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sms_heads_village_code"), ["village_code"], unique=False)

    with op.batch_alter_table("sms_phones", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assigned_to", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
