"""Checks that the register fills, results that stand in other applications, queries, and rules that are named."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import UTCDateTime

revision = "0012"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registered_charities", sa.Column("accounts_year_ends_on", sa.Date(), nullable=True))
    op.add_column("registered_charities", sa.Column("accounts_qualified", sa.Boolean(), nullable=True))
    op.add_column(
        "registered_charities",
        sa.Column("dissolving", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("registered_charities", sa.Column("reserves_pence", sa.BigInteger(), nullable=True))
    op.add_column("registered_charities", sa.Column("spending_pence", sa.BigInteger(), nullable=True))
    op.add_column("applications", sa.Column("eligible_by", sa.Date(), nullable=True))
    op.add_column("applications", sa.Column("found_eligible_at", UTCDateTime(), nullable=True))
    op.add_column("applications", sa.Column("ineligible_rule", sa.Text(), nullable=True))
    with op.batch_alter_table("check_results") as results:
        results.alter_column("checked_by_id", existing_type=sa.Uuid(), nullable=True)
        results.add_column(sa.Column("register_on", sa.Date(), nullable=True))
        results.add_column(sa.Column("about_name", sa.Text(), nullable=False, server_default=""))
        results.add_column(sa.Column("about_number", sa.Text(), nullable=True))
        results.create_check_constraint(
            op.f("ck_check_results_register_has_no_person"), "register_on IS NULL OR checked_by_id IS NULL"
        )
    _say_whom_results_are_about()
    _make_queries()


def _say_whom_results_are_about() -> None:
    of_case = (
        "FROM organisations AS o JOIN cases AS c ON c.organisation_id = o.id WHERE c.id = application_id"
    )
    op.execute(
        f"UPDATE check_results SET about_name = COALESCE((SELECT o.name {of_case}), ''), "
        f"about_number = (SELECT o.charity_number {of_case})"
    )


def _make_queries() -> None:
    op.create_table(
        "check_queries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("why_again", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_check_queries_number_positive")),
        sa.CheckConstraint("number = 1 OR why_again <> ''", name=op.f("ck_check_queries_again_has_reason")),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_check_queries_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_check_queries_application_id")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_check_queries_asked_by_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_check_queries_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_queries")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_check_queries_application_id_number")),
    )
    op.create_table(
        "query_points",
        sa.Column("query_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["query_id"], ["check_queries.id"], name=op.f("fk_query_points_query_id")),
        sa.PrimaryKeyConstraint("query_id", "code", name=op.f("pk_query_points")),
    )


def downgrade() -> None:
    op.drop_table("query_points")
    op.drop_table("check_queries")
    # A result that nobody but the register gave has no place in the table as it was.
    op.execute("DELETE FROM check_results WHERE checked_by_id IS NULL")
    with op.batch_alter_table("check_results") as results:
        results.drop_constraint(op.f("ck_check_results_register_has_no_person"), type_="check")
        for column in ("register_on", "about_name", "about_number"):
            results.drop_column(column)
        results.alter_column("checked_by_id", existing_type=sa.Uuid(), nullable=False)
    for column in ("ineligible_rule", "found_eligible_at", "eligible_by"):
        op.drop_column("applications", column)
    for column in (
        "spending_pence", "reserves_pence", "dissolving", "accounts_qualified", "accounts_year_ends_on",
    ):  # fmt: skip
        op.drop_column("registered_charities", column)
