"""Answers kept side by side, what was sent and asked to be changed, sign-offs, and codes for those who are late."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import PlainJSON, UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rival_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("value", PlainJSON, nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_rival_answers_case_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_rival_answers_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rival_answers")),
        sa.UniqueConstraint(
            "case_id", "part", "question_key", "saved_by_id",
            name=op.f("uq_rival_answers_case_id_part_question_key_saved_by_id"),
        ),
    )  # fmt: skip
    op.create_table(
        "submissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", PlainJSON, nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_submissions_application_id")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk_submissions_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_submissions_application_id_number")),
    )
    op.create_table(
        "change_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("after_number", sa.Integer(), nullable=False),
        sa.Column("section_key", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_change_requests_application_id")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_change_requests_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_requests")),
        sa.UniqueConstraint(
            "application_id", "after_number", "section_key",
            name=op.f("uq_change_requests_application_id_after_number_section_key"),
        ),
    )  # fmt: skip
    op.create_table(
        "sign_offs",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("colleague_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("agreed_at", UTCDateTime(), nullable=True),
        sa.Column("agreed_sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_sign_offs_application_id")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_sign_offs_asked_by_id")),
        sa.ForeignKeyConstraint(["colleague_id"], ["users.id"], name=op.f("fk_sign_offs_colleague_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_sign_offs")),
    )
    op.create_table(
        "late_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_late_codes_made_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_late_codes_organisation_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_late_codes_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_late_codes_code")),
    )
    op.create_index(op.f("ix_late_codes_round_id"), "late_codes", ["round_id"])
    with op.batch_alter_table("applications") as applications:
        applications.add_column(sa.Column("changes_by", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("applications") as applications:
        applications.drop_column("changes_by")
    op.drop_index(op.f("ix_late_codes_round_id"), table_name="late_codes")
    for table in ("late_codes", "sign_offs", "change_requests", "submissions", "rival_answers"):
        op.drop_table(table)
