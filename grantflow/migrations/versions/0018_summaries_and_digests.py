"""Summaries of themes and regions are printed each quarter, and a digest goes to whoever asked for it."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import UTCDateTime

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("emails", sa.Column("stop_link", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "printed_summaries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('award', 'round', 'theme', 'region')", name=op.f("ck_printed_summaries_known_kind")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_printed_summaries_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_summaries")),
        sa.UniqueConstraint("promise", name=op.f("uq_printed_summaries_promise")),
    )
    op.create_index("ix_printed_summaries_about", "printed_summaries", ["kind", "about", "asked_at"])
    op.create_table(
        "digest_readers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_digest_readers_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_readers")),
        sa.UniqueConstraint("address", name=op.f("uq_digest_readers_address")),
    )


def downgrade() -> None:
    op.drop_table("digest_readers")
    op.drop_table("printed_summaries")
    op.drop_column("emails", "stop_link")
