"""What was learned is tried elsewhere, and taken up by the rest of the system."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import UTCDateTime

revision = "0017"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _adaptations()
    _embedding_decisions()


def downgrade() -> None:
    op.drop_table("embedding_decisions")
    op.drop_table("adaptations")


def _adaptations() -> None:
    op.create_table(
        "adaptations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("award_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("with_whom", sa.Text(), nullable=False),
        sa.Column("result_by", sa.Date(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("source_help", sa.Text(), nullable=False),
        sa.Column("source_advice", sa.Text(), nullable=False),
        sa.Column("may_name", sa.Boolean(), nullable=True),
        sa.Column("source_said_by", sa.Text(), nullable=False),
        sa.Column("source_said_at", UTCDateTime(), nullable=True),
        sa.Column("started_at", UTCDateTime(), nullable=True),
        sa.Column("told_at", UTCDateTime(), nullable=True),
        sa.Column("worked", sa.Text(), nullable=False),
        sa.CheckConstraint("worked IN ('', 'yes', 'partly', 'no')", name=op.f("ck_adaptations_known_result")),
        sa.CheckConstraint(
            "source_help IN ('', 'talk', 'advice', 'none')", name=op.f("ck_adaptations_known_help")
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_adaptations_{column}"))
            for column, target in (
                ("id", "cases.id"),
                ("entry_id", "learning_entries.id"),
                ("award_id", "awards.id"),
                ("application_id", "applications.id"),
                ("begun_by_id", "users.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adaptations")),
    )
    op.create_index("ix_adaptations_entry", "adaptations", ["entry_id", "started_at"])


def _embedding_decisions() -> None:
    op.create_table(
        "embedding_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("part_words", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_role", sa.Text(), nullable=False),
        sa.Column("owner_email", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("look_again", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "owner_id IS NOT NULL OR owner_email <> ''",
            name=op.f("ck_embedding_decisions_owner_can_be_written_to"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_embedding_decisions_{column}"))
            for column, target in (
                ("id", "cases.id"),
                ("entry_id", "learning_entries.id"),
                ("owner_id", "users.id"),
                ("asked_by_id", "users.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embedding_decisions")),
    )
    op.create_index("ix_embedding_decisions_entry", "embedding_decisions", ["entry_id", "decided_at"])
