"""The panel of a round, its meetings and proposals; the reserve list; budgets by region; rules set aside."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import PlainJSON, UTCDateTime

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rounds", sa.Column("quorum", sa.Integer(), nullable=False, server_default="3"))
    op.add_column("rounds", sa.Column("region_budgets", PlainJSON, nullable=False, server_default="{}"))
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(sa.Column("why_less", sa.Text(), nullable=False, server_default=""))
        decisions.add_column(sa.Column("reserve_place", sa.Integer(), nullable=True))
        decisions.drop_constraint(op.f("ck_decisions_known_outcome"), type_="check")
        decisions.drop_constraint(op.f("ck_decisions_award_has_amount"), type_="check")
        decisions.create_check_constraint(
            op.f("ck_decisions_known_outcome"), "outcome IN ('award', 'reserve', 'decline')"
        )
        decisions.create_check_constraint(
            op.f("ck_decisions_money_has_amount"), "(outcome <> 'decline') = (amount_pence IS NOT NULL)"
        )
        decisions.create_check_constraint(
            op.f("ck_decisions_reserve_has_place"), "outcome <> 'reserve' OR reserve_place IS NOT NULL"
        )
    op.create_table(
        "panel_members",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "place IN ('lived-experience', 'local-voluntary-sector', 'probation', 'other')",
            name=op.f("ck_panel_members_known_place"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_panel_members_round_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_panel_members_user_id")),
        sa.PrimaryKeyConstraint("round_id", "user_id", name=op.f("pk_panel_members")),
    )
    op.create_table(
        "panel_meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_panel_meetings_round_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_panel_meetings_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_meetings")),
        sa.UniqueConstraint("round_id", "held_on", name=op.f("uq_panel_meetings_round_id_held_on")),
    )
    op.create_table(
        "panel_attendances",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["panel_meetings.id"], name=op.f("fk_panel_attendances_meeting_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_panel_attendances_user_id")),
        sa.PrimaryKeyConstraint("meeting_id", "user_id", name=op.f("pk_panel_attendances")),
    )
    op.create_table(
        "markings",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("marked_by_id", sa.Uuid(), nullable=False),
        sa.Column("marked_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('full', 'part', 'condition', 'reserve', 'decline')", name=op.f("ck_markings_known_kind")
        ),
        sa.CheckConstraint(
            "(kind <> 'decline') = (amount_pence IS NOT NULL)", name=op.f("ck_markings_money_has_amount")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_markings_application_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meetings.id"], name=op.f("fk_markings_meeting_id")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["users.id"], name=op.f("fk_markings_marked_by_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_markings")),
    )
    op.create_table(
        "departures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("taken_back_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_departures_round_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_departures_case_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_departures_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departures")),
    )
    op.create_index("ix_departures_round_id", "departures", ["round_id"])
    op.create_index("ix_departures_case_id", "departures", ["case_id"])


def downgrade() -> None:
    for table in ("departures", "markings", "panel_attendances", "panel_meetings", "panel_members"):
        op.drop_table(table)
    with op.batch_alter_table("decisions") as decisions:
        for name in ("known_outcome", "money_has_amount", "reserve_has_place"):
            decisions.drop_constraint(op.f(f"ck_decisions_{name}"), type_="check")
        decisions.create_check_constraint(
            op.f("ck_decisions_known_outcome"), "outcome IN ('award', 'decline')"
        )
        decisions.create_check_constraint(
            op.f("ck_decisions_award_has_amount"), "(outcome = 'award') = (amount_pence IS NOT NULL)"
        )
        decisions.drop_column("reserve_place")
        decisions.drop_column("why_less")
    with op.batch_alter_table("rounds") as rounds:
        rounds.drop_column("region_budgets")
        rounds.drop_column("quorum")
