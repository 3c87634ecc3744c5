"""A panel's pack is made by a worker, for one reader."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import PlainJSON, UTCDateTime

revision = "0019"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=True),
        sa.Column("applications", PlainJSON, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_packs_round_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["users.id"], name=op.f("fk_packs_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packs")),
    )
    op.create_index("ix_packs_reader", "packs", ["round_id", "reader_id", "asked_at"])


def downgrade() -> None:
    op.drop_table("packs")
