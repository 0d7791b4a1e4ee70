"""first"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# There is no way down: what was migrated wrongly is restored from its backup.
def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("officer_number", sa.String(length=9), nullable=False),
        sa.Column("password_salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("password_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_for_demo", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('administrator', 'coordinator', 'supervisor', 'enumerator', 'observer', 'agency_contact', 'agent', 'neighbourhood_head')",
            name=op.f("ck_accounts_role_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("officer_number", name=op.f("uq_accounts_officer_number")),
        sa.UniqueConstraint("username", name=op.f("uq_accounts_username")),
    )
    op.create_index(op.f("ix_accounts_role"), "accounts", ["role"], unique=False)
    op.create_table(
        "audit_links",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("link", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_links")),
        sa.UniqueConstraint("row_id", name=op.f("uq_audit_links_row_id")),
    )
    op.create_table(
        "audit_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("detail", sa.String(length=1000), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_rows")),
    )
    op.create_index(op.f("ix_audit_rows_action"), "audit_rows", ["action"], unique=False)
    op.create_index(op.f("ix_audit_rows_at"), "audit_rows", ["at"], unique=False)
    op.create_index(op.f("ix_audit_rows_by"), "audit_rows", ["by"], unique=False)
    op.create_table(
        "count_deltas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("sls_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("delta", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_deltas")),
    )
    op.create_index(op.f("ix_count_deltas_village_code"), "count_deltas", ["village_code"], unique=False)
    op.create_table(
        "counts",
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("sls_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "village_code", "sls_id", "origin", "state", "channel", "day", name=op.f("pk_counts")
        ),
    )
    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.CheckConstraint("kind IN ('fixed', 'estimate')", name=op.f("ck_holidays_kind_known")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holidays")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_kind"), "jobs", ["kind"], unique=False)
    op.create_index(op.f("ix_jobs_state"), "jobs", ["state"], unique=False)
    op.create_table(
        "key_prints",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_key_prints")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(length=17), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("params_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("in_reply_to", sa.Uuid(), nullable=True),
        sa.Column("n", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gateway", sa.String(length=20), nullable=True),
        sa.Column("provider_ref", sa.String(length=80), nullable=True),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("in_reply_to", "n", name=op.f("uq_outbox_in_reply_to_n")),
    )
    op.create_index(op.f("ix_outbox_phone_index"), "outbox", ["phone_index"], unique=False)
    op.create_index(op.f("ix_outbox_provider_ref"), "outbox", ["provider_ref"], unique=False)
    op.create_index("ix_outbox_work", "outbox", ["state", "priority", "due_at"], unique=False)
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=13), nullable=False),
        sa.Column("bps_code", sa.String(length=10), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("parent", sa.String(length=13), nullable=True),
        sa.Column("postal_code", sa.String(length=5), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("area_km2", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('regency', 'sub_district', 'village_desa', 'village_kelurahan')",
            name=op.f("ck_regions_kind_known"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    op.create_index("ix_regions_parent", "regions", ["parent"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_seat_id"), "sessions", ["seat_id"], unique=False)
    op.create_index(op.f("ix_sessions_seen_at"), "sessions", ["seen_at"], unique=False)
    op.create_index(op.f("ix_sessions_staff_id"), "sessions", ["staff_id"], unique=False)
    op.create_table(
        "sms_inbound",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("provider_message_id", sa.String(length=80), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(length=17), nullable=False),
        sa.Column("text_index", sa.LargeBinary(length=17), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("intent", sa.String(length=10), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_inbound")),
        sa.UniqueConstraint(
            "provider", "provider_message_id", name=op.f("uq_sms_inbound_provider_provider_message_id")
        ),
    )
    op.create_index("ix_sms_inbound_phone", "sms_inbound", ["phone_index", "received_at"], unique=False)
    op.create_table(
        "sms_phones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(length=17), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("opted_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("flagged", sa.String(length=20), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_area", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_phones")),
        sa.UniqueConstraint("phone_index", name=op.f("uq_sms_phones_phone_index")),
    )
    op.create_index(op.f("ix_sms_phones_waiting_since"), "sms_phones", ["waiting_since"], unique=False)
    op.create_table(
        "stage_doors",
        sa.Column("door", sa.String(length=20), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "door IN ('web', 'sms_booking', 'wish', 'visits', 'corrections')",
            name=op.f("ck_stage_doors_door_known"),
        ),
        sa.PrimaryKeyConstraint("door", name=op.f("pk_stage_doors")),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("area_code", sa.String(length=13), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index(op.f("ix_tasks_area_code"), "tasks", ["area_code"], unique=False)
    op.create_index(
        "uq_tasks_open",
        "tasks",
        ["kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "tries",
        sa.Column("bucket", sa.LargeBinary(length=17), nullable=False),
        sa.Column("window_ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "window_ends", name=op.f("pk_tries")),
    )
    op.create_table(
        "visit_offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(length=13), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("window", sa.String(length=10), nullable=False),
        sa.Column("capacity", sa.SmallInteger(), nullable=False),
        sa.Column("taken", sa.SmallInteger(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"window\" IN ('morning', 'midday', 'afternoon')", name=op.f("ck_visit_offers_window_known")
        ),
        sa.CheckConstraint(
            "taken >= 0 AND taken <= capacity", name=op.f("ck_visit_offers_taken_within_capacity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_offers")),
    )
    op.create_index("ix_visit_offers_area_day", "visit_offers", ["area_code", "day"], unique=False)
    op.create_table(
        "account_areas",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(length=13), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_areas_account_id")),
        sa.PrimaryKeyConstraint("account_id", "area_code", name=op.f("pk_account_areas")),
    )
    op.create_index(op.f("ix_account_areas_area_code"), "account_areas", ["area_code"], unique=False)
    op.create_table(
        "sls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("rt", sa.String(length=3), nullable=False),
        sa.Column("rw", sa.String(length=3), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["village_code"], ["regions.code"], name=op.f("fk_sls_village_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sls")),
        sa.UniqueConstraint("village_code", "rw", "rt", name=op.f("uq_sls_village_code_rw_rt")),
    )
    op.create_table(
        "sms_bindings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["phone_id"], ["sms_phones.id"], name=op.f("fk_sms_bindings_phone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_bindings")),
        sa.UniqueConstraint("phone_id", "household_id", name=op.f("uq_sms_bindings_phone_id_household_id")),
        sa.UniqueConstraint("phone_id", "position", name=op.f("uq_sms_bindings_phone_id_position")),
    )
    op.create_index(op.f("ix_sms_bindings_household_id"), "sms_bindings", ["household_id"], unique=False)
    op.create_table(
        "sms_dialogues",
        sa.Column("phone_id", sa.Uuid(), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["phone_id"], ["sms_phones.id"], name=op.f("fk_sms_dialogues_phone_id")),
        sa.PrimaryKeyConstraint("phone_id", name=op.f("pk_sms_dialogues")),
    )
    op.create_table(
        "visit_offer_villages",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("window", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["visit_offers.id"], name=op.f("fk_visit_offer_villages_offer_id")
        ),
        sa.PrimaryKeyConstraint("offer_id", "village_code", name=op.f("pk_visit_offer_villages")),
        sa.UniqueConstraint(
            "village_code", "day", "window", name=op.f("uq_visit_offer_villages_village_code_day_window")
        ),
    )
    op.create_table(
        "households",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("sls_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_channel", sa.String(length=10), nullable=False),
        sa.Column("state_day", sa.Date(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("letter_number", sa.String(length=10), nullable=False),
        sa.Column("kk_index", sa.LargeBinary(length=17), nullable=False),
        sa.Column("kk_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(length=17), nullable=True),
        sa.Column("snapshot_date", sa.Date(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "origin IN ('register', 'unmatched', 'door')", name=op.f("ck_households_origin_known")
        ),
        sa.CheckConstraint(
            "state IN ('expected', 'begun', 'partial', 'complete', 'refused', 'no_contact', 'ineligible')",
            name=op.f("ck_households_state_known"),
        ),
        sa.ForeignKeyConstraint(["sls_id"], ["sls.id"], name=op.f("fk_households_sls_id")),
        sa.ForeignKeyConstraint(["village_code"], ["regions.code"], name=op.f("fk_households_village_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint("letter_number", name=op.f("uq_households_letter_number")),
    )
    op.create_index(op.f("ix_households_kk_index"), "households", ["kk_index"], unique=False)
    op.create_index(op.f("ix_households_phone_index"), "households", ["phone_index"], unique=False)
    op.create_index(op.f("ix_households_snapshot_date"), "households", ["snapshot_date"], unique=False)
    op.create_index(
        "ix_households_village_code_sls_id", "households", ["village_code", "sls_id", "id"], unique=False
    )
    op.create_index("ix_households_village_code_state", "households", ["village_code", "state"], unique=False)
    op.create_index(
        "uq_households_registered_kk",
        "households",
        ["kk_index"],
        unique=True,
        sqlite_where=sa.text("origin = 'register'"),
        postgresql_where=sa.text("origin = 'register'"),
    )
    op.create_table(
        "contact_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("enumerator_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enumerator_id"], ["accounts.id"], name=op.f("fk_contact_attempts_enumerator_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_contact_attempts_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempts")),
        sa.UniqueConstraint("client_id", name=op.f("uq_contact_attempts_client_id")),
    )
    op.create_index(
        op.f("ix_contact_attempts_enumerator_id"), "contact_attempts", ["enumerator_id"], unique=False
    )
    op.create_index(
        op.f("ix_contact_attempts_household_id"), "contact_attempts", ["household_id"], unique=False
    )
    op.create_table(
        "credentials",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wrapped_private", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_credentials_household_id")
        ),
        sa.PrimaryKeyConstraint("household_id", name=op.f("pk_credentials")),
    )
    op.create_table(
        "household_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_events_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_events")),
    )
    op.create_index(
        op.f("ix_household_events_household_id"), "household_events", ["household_id"], unique=False
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("nik_index", sa.LargeBinary(length=17), nullable=True),
        sa.Column("pair_index", sa.LargeBinary(length=17), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_persons_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("pair_index", name=op.f("uq_persons_pair_index")),
    )
    op.create_index(op.f("ix_persons_household_id"), "persons", ["household_id"], unique=False)
    op.create_index(op.f("ix_persons_nik_index"), "persons", ["nik_index"], unique=False)
    op.create_table(
        "versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("definition_version", sa.String(length=30), nullable=False),
        sa.Column("office_key", sa.LargeBinary(), nullable=False),
        sa.Column("household_key", sa.LargeBinary(), nullable=True),
        sa.Column("officer_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_answers", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conflicting", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'sent', 'left')", name=op.f("ck_versions_state_known")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_versions_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("household_id", "number", name=op.f("uq_versions_household_id_number")),
    )
    op.create_index(
        "uq_versions_own_draft",
        "versions",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft' AND channel = 'web'"),
        postgresql_where=sa.text("state = 'draft' AND channel = 'web'"),
    )
    op.create_table(
        "visit_bookings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moves", sa.SmallInteger(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "\"state\" IN ('booked', 'moved', 'cancelled', 'done')",
            name=op.f("ck_visit_bookings_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_visit_bookings_household_id")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["visit_offers.id"], name=op.f("fk_visit_bookings_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_bookings")),
    )
    op.create_index(op.f("ix_visit_bookings_household_id"), "visit_bookings", ["household_id"], unique=False)
    op.create_index(op.f("ix_visit_bookings_offer_id"), "visit_bookings", ["offer_id"], unique=False)
    op.create_index(
        "uq_visit_bookings_one_booked",
        "visit_bookings",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("state = 'booked'"),
        postgresql_where=sa.text("state = 'booked'"),
    )
    op.create_table(
        "visit_wishes",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_visit_wishes_household_id")
        ),
        sa.PrimaryKeyConstraint("household_id", name=op.f("pk_visit_wishes")),
    )
    op.create_table(
        "draft_pages",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_draft_pages_version_id")),
        sa.PrimaryKeyConstraint("version_id", "member_id", "page", name=op.f("pk_draft_pages")),
    )
    op.create_table(
        "facts",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("persons", sa.SmallInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("missing", sa.SmallInteger(), nullable=False),
        sa.Column("soft_checks", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("enumerator_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_facts_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_facts")),
    )
    op.create_index(op.f("ix_facts_enumerator_id"), "facts", ["enumerator_id"], unique=False)
    op.create_table(
        "person_index",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("nik_index", sa.LargeBinary(length=17), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_person_index_version_id")),
        sa.PrimaryKeyConstraint("version_id", "nik_index", name=op.f("pk_person_index")),
    )
    op.create_index(op.f("ix_person_index_nik_index"), "person_index", ["nik_index"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_receipts_household_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_receipts_version_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_receipts")),
        sa.UniqueConstraint("version_id", name=op.f("uq_receipts_version_id")),
    )
    op.create_index(op.f("ix_receipts_household_id"), "receipts", ["household_id"], unique=False)
    op.create_table(
        "roster_pages",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_roster_pages_version_id")),
        sa.PrimaryKeyConstraint("version_id", "member_id", name=op.f("pk_roster_pages")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_roster_pages_version_id_position")),
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_seats_household_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_seats_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
    )
    op.create_index(op.f("ix_seats_household_id"), "seats", ["household_id"], unique=False)
    op.create_table(
        "stops",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("enumerator_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("window", sa.String(length=10), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'done', 'dropped')", name=op.f("ck_stops_state_known")),
        sa.ForeignKeyConstraint(["booking_id"], ["visit_bookings.id"], name=op.f("fk_stops_booking_id")),
        sa.ForeignKeyConstraint(["enumerator_id"], ["accounts.id"], name=op.f("fk_stops_enumerator_id")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_stops_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stops")),
    )
    op.create_index("ix_stops_day", "stops", ["day"], unique=False)
    op.create_index("ix_stops_enumerator_day", "stops", ["enumerator_id", "day"], unique=False)
    op.create_index(
        "uq_stops_one_planned",
        "stops",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    for statement in {
        "sqlite": [
            "CREATE TRIGGER audit_links_no_update BEFORE update ON audit_links BEGIN SELECT RAISE(ABORT, 'audit_links is append-only'); END",
            "CREATE TRIGGER audit_links_no_delete BEFORE delete ON audit_links BEGIN SELECT RAISE(ABORT, 'audit_links is append-only'); END",
        ],
        "postgresql": [
            "CREATE OR REPLACE FUNCTION audit_links_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_links is append-only'; END $$",
            "CREATE TRIGGER audit_links_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_links FOR EACH STATEMENT EXECUTE FUNCTION audit_links_refuse()",
        ],
    }[op.get_context().dialect.name]:
        op.execute(statement)

    for statement in {
        "sqlite": [
            "CREATE TRIGGER audit_rows_no_update BEFORE update ON audit_rows BEGIN SELECT RAISE(ABORT, 'audit_rows is append-only'); END",
            "CREATE TRIGGER audit_rows_no_delete BEFORE delete ON audit_rows BEGIN SELECT RAISE(ABORT, 'audit_rows is append-only'); END",
        ],
        "postgresql": [
            "CREATE OR REPLACE FUNCTION audit_rows_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_rows is append-only'; END $$",
            "CREATE TRIGGER audit_rows_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_rows_refuse()",
        ],
    }[op.get_context().dialect.name]:
        op.execute(statement)
