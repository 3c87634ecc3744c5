"""What a round hides from its assessors, when one of them saw the amount, and what each knows about."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import PlainJSON, UTCDateTime

revision = "0011"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rounds", sa.Column("hide_amount", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("rounds", sa.Column("hide_names", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("assessments", sa.Column("amount_shown_at", UTCDateTime(), nullable=True))
    op.add_column("users", sa.Column("skills", PlainJSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("users", "skills")
    op.drop_column("assessments", "amount_shown_at")
    op.drop_column("rounds", "hide_names")
    op.drop_column("rounds", "hide_amount")
