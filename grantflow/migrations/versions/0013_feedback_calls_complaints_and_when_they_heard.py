"""Feedback calls and complaints; when each applicant first heard; the last day of a reserve list."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import PlainJSON, UTCDateTime

revision = "0013"
down_revision = "0014"
branch_labels = None
depends_on = None

# The work list finds these by reference, title and organisation, as it does the others (0009).
KINDS = "('feedback-call', 'complaint')"
FOUND_BY = (
    "INSERT INTO search_texts (case_id, part, text) "
    "SELECT c.id, 'main', c.reference || ' ' || c.title || ' ' || coalesce(o.name, '') "
    "FROM cases AS c LEFT JOIN organisations AS o ON o.id = c.organisation_id "
    f"WHERE c.kind IN {KINDS} AND {{which}} "
    "ON CONFLICT (case_id, part) DO UPDATE SET text = excluded.text WHERE search_texts.text <> excluded.text"
)
RENAMED = "OLD.name <> NEW.name"
TRIGGERS = {
    "search_replies_added": ("INSERT", "cases", f"NEW.kind IN {KINDS}", "c.id = NEW.id"),
    "search_replies_changed": (
        "UPDATE OF title, reference, organisation_id", "cases", f"NEW.kind IN {KINDS}", "c.id = NEW.id",
    ),
    "search_replies_renamed": ("UPDATE OF name", "organisations", RENAMED, "c.organisation_id = NEW.id"),
}  # fmt: skip


def upgrade() -> None:
    op.add_column("applications", sa.Column("told_at", UTCDateTime(), nullable=True))
    op.add_column("rounds", sa.Column("reserve_ends_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE applications SET told_at = (SELECT d.released_at FROM decisions AS d "
        "WHERE d.application_id = applications.id)"
    )
    op.execute(
        "UPDATE applications SET told_at = (SELECT c.stage_entered_at FROM cases AS c WHERE c.id = applications.id) "
        "WHERE id IN (SELECT id FROM cases WHERE kind = 'application' AND stage = 'ineligible')"
    )
    op.create_table(
        "feedback_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("offered", PlainJSON, nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("book_by", sa.Date(), nullable=False),
        sa.Column("booked_at", UTCDateTime(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_feedback_calls_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_feedback_calls_application_id")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_feedback_calls_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_calls")),
    )
    op.create_index(op.f("ix_feedback_calls_application_id"), "feedback_calls", ["application_id"])
    _complaints()
    for name, (event, table, when, which) in TRIGGERS.items():
        _create_trigger(name, event, table, when, FOUND_BY.format(which=which))


def downgrade() -> None:
    for name, (_, table, _, _) in TRIGGERS.items():
        if _is_sqlite():
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("complaint_answers")
    op.drop_table("complaints")
    op.drop_table("feedback_calls")
    op.drop_column("rounds", "reserve_ends_on")
    op.drop_column("applications", "told_at")


def _complaints() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("acknowledge_by", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_complaints_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_complaints_application_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_complaints_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
    )
    op.create_index(op.f("ix_complaints_application_id"), "complaints", ["application_id"])
    op.create_table(
        "complaint_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("decide_again", sa.Boolean(), nullable=False),
        sa.Column("again_how", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.CheckConstraint("number IN (1, 2)", name=op.f("ck_complaint_answers_two_looks")),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'partly-upheld', 'not-upheld')",
            name=op.f("ck_complaint_answers_known_outcome"),
        ),
        sa.CheckConstraint(
            "NOT decide_again OR outcome <> 'not-upheld'",
            name=op.f("ck_complaint_answers_again_only_if_upheld"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_complaint_answers_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_answers_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_answers")),
        sa.UniqueConstraint("complaint_id", "number", name=op.f("uq_complaint_answers_complaint_id_number")),
    )


def _create_trigger(name: str, event: str, table: str, when: str, statement: str) -> None:
    run = op.get_bind().exec_driver_sql
    if _is_sqlite():
        run(f"CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {when} BEGIN {statement}; END")
        return
    run(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {statement}; RETURN NULL; END $$"
    )
    run(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()"
    )


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
