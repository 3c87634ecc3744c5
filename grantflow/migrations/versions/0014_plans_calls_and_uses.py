"""Outcomes plans, calls written up as reports, and who used which answer for what."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import PlainJSON, UTCDateTime

revision = "0014"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcomes_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", UTCDateTime(), nullable=True),
        sa.Column("agreed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_outcomes_plans_award_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["users.id"], name=op.f("fk_outcomes_plans_given_by_id")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_outcomes_plans_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes_plans")),
        sa.UniqueConstraint("award_id", name=op.f("uq_outcomes_plans_award_id")),
    )
    op.create_table(
        "agreed_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcomes", PlainJSON, nullable=False),
        sa.Column("own_tool", sa.Text(), nullable=False),
        sa.Column("agreed_at", UTCDateTime(), nullable=False),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["users.id"], name=op.f("fk_agreed_plans_agreed_by_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["outcomes_plans.id"], name=op.f("fk_agreed_plans_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_plans")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_agreed_plans_plan_id_number")),
    )
    op.create_table(
        "write_ups",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["checked_by_id"], ["users.id"], name=op.f("fk_write_ups_checked_by_id")),
        sa.ForeignKeyConstraint(["review_id"], ["progress_reviews.id"], name=op.f("fk_write_ups_review_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["users.id"], name=op.f("fk_write_ups_written_by_id")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_write_ups")),
    )
    op.create_table(
        "answer_uses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("what_for", sa.Text(), nullable=False),
        sa.Column("used_by_id", sa.Uuid(), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["progress_reviews.id"], name=op.f("fk_answer_uses_review_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["cases.id"], name=op.f("fk_answer_uses_round_id")),
        sa.ForeignKeyConstraint(["used_by_id"], ["users.id"], name=op.f("fk_answer_uses_used_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_uses")),
    )
    op.create_index("ix_answer_uses_question", "answer_uses", ["form_key", "question_key", "round_id"])
    op.create_index(op.f("ix_answer_uses_review_id"), "answer_uses", ["review_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_answer_uses_review_id"), table_name="answer_uses")
    op.drop_index("ix_answer_uses_question", table_name="answer_uses")
    for table in ("answer_uses", "write_ups", "agreed_plans", "outcomes_plans"):
        op.drop_table(table)
