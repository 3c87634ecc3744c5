"""Standing interests that members of staff declare, and notes on scores that are far apart."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("charity_number", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("declared_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_interests_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
    )
    op.create_index(op.f("ix_interests_user_id"), "interests", ["user_id"])
    op.create_index(op.f("ix_interests_charity_number"), "interests", ["charity_number"])
    op.create_table(
        "moderations",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("spread", sa.Float(), nullable=False),
        sa.Column("why_apart", sa.Text(), nullable=False),
        sa.Column("view_now", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_moderations_application_id")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["users.id"], name=op.f("fk_moderations_written_by_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_moderations")),
    )


def downgrade() -> None:
    op.drop_table("moderations")
    op.drop_table("interests")
