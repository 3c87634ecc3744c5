"""The register of charities, what organisations have told us once, their own files, and invitations to colleagues."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from grantflow.db import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "registered_charities",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("company_number", sa.Text(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("income_pence", sa.BigInteger(), nullable=True),
        sa.Column("year_ends_on", sa.Date(), nullable=True),
        sa.Column("accounts_received_on", sa.Date(), nullable=True),
        sa.Column("accounts_overdue", sa.Boolean(), nullable=False),
        sa.Column("insolvent", sa.Boolean(), nullable=False),
        sa.Column("in_administration", sa.Boolean(), nullable=False),
        sa.Column("trustees", sa.Integer(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('registered', 'removed')", name=op.f("ck_registered_charities_known_status")
        ),
        sa.CheckConstraint(
            "(removed_on IS NULL) = (status = 'registered')",
            name=op.f("ck_registered_charities_removed_has_date"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_registered_charities")),
    )
    op.create_table(
        "register_readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_readings")),
    )
    op.create_table(
        "profile_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_profile_answers_organisation_id")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_profile_answers_saved_by_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_profile_answers_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_answers")),
        sa.UniqueConstraint(
            "organisation_id", "question_key", name=op.f("uq_profile_answers_organisation_id_question_key")
        ),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("rights IN ('view', 'edit', 'submit')", name=op.f("ck_invitations_known_rights")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")
        ),
        sa.ForeignKeyConstraint(["invited_by_id"], ["users.id"], name=op.f("fk_invitations_invited_by_id")),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_invitations_link_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("organisation_id", "email", name=op.f("uq_invitations_organisation_id_email")),
        sa.UniqueConstraint("link_id", name=op.f("uq_invitations_link_id")),
    )
    op.create_table(
        "organisation_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_documents_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_organisation_documents_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_documents")),
    )
    op.create_index(
        op.f("ix_organisation_documents_organisation_id"), "organisation_documents", ["organisation_id"]
    )
    # Nothing was ever kept there: each answer has a row, so that two colleagues never overwrite each other.
    op.drop_column("organisations", "profile")


def downgrade() -> None:
    op.add_column("organisations", sa.Column("profile", JSON, nullable=False, server_default="{}"))
    op.drop_table("organisation_documents")
    op.drop_table("invitations")
    op.drop_table("profile_answers")
    op.drop_table("register_readings")
    op.drop_table("registered_charities")
