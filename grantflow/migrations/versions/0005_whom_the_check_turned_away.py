"""How often the check before an account turned somebody away, by round, reason and day."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "turned_away",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_turned_away_times_positive")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_turned_away_round_id")),
        sa.PrimaryKeyConstraint("round_id", "reason", "counted_on", name=op.f("pk_turned_away")),
    )


def downgrade() -> None:
    op.drop_table("turned_away")
