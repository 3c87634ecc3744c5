"""Words to search by, kept current by the database itself; views that people saved; lists in other orders."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import PlainJSON, RowNumber, UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS = "('application', 'assessment', 'award', 'payment', 'monitoring')"
# An application is searched from when it was sent. One that was withdrawn or ran out may never have been.
SENT = (
    "(c.stage NOT IN ('draft', 'expired', 'withdrawn') OR (c.stage <> 'draft' AND EXISTS "
    "(SELECT 1 FROM submissions AS s WHERE s.application_id = c.id)))"
)
# A report is its charity's own until it is sent, and a review its evaluator's until it is recorded.
TOLD = (
    "((a.part = 'report' AND c.stage IN ('received', 'reviewed', 'answered'))"
    " OR (a.part = 'review' AND c.stage IN ('reviewed', 'answered')))"
)
UPSERT = (
    "ON CONFLICT (case_id, part) DO UPDATE SET text = excluded.text WHERE search_texts.text <> excluded.text"
)
SQLITE, POSTGRESQL = "sqlite", "postgresql"
# Everything that somebody typed in an answer: its strings, but for the identifiers of files.
TYPED = {
    SQLITE: "SELECT group_concat(typed.value, char(10)) FROM {answers}, json_tree(a.value) AS typed "
    "WHERE typed.type = 'text' AND typed.key IS NOT 'document'",
    POSTGRESQL: "SELECT string_agg(typed.value #>> '{{}}', chr(10)) "
    "FROM {answers}, jsonb_path_query(a.value, 'strict $.**') AS typed(value) "
    "WHERE jsonb_typeof(typed.value) = 'string' AND typed.value #>> '{{}}' !~ '^[0-9a-f]{{8}}-[0-9a-f]{{4}}-'",
}
# Signs between words become spaces and accents go, so that both databases see the same words.
WORDS_OF = (
    r"to_tsvector('simple', regexp_replace(regexp_replace(normalize({text}, NFKD), '[\u0300-\u036f]', '', 'g'), "
    r"'[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u20a0-\u20cf]+', ' ', 'g'))"
)
ORDERS = {
    "ix_applications_amount": ["amount_pence", "id"],
    "ix_applications_received": ["submitted_at", "id"],
    "ix_applications_tier": ["tier_key"],
    "ix_applications_organisation": ["applicant_name", "id"],
}


def upgrade() -> None:
    op.create_table(
        "search_texts",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_search_texts_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_texts")),
        sa.UniqueConstraint("case_id", "part", name=op.f("uq_search_texts_case_id_part")),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asked", PlainJSON, nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_saved_views_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_views_user_id_name")),
    )
    op.drop_index("ix_applications_organisation", table_name="applications")
    for name, columns in ORDERS.items():
        op.create_index(name, "applications", columns)
    statements = _for_sqlite() if _dialect() == SQLITE else _for_postgresql()
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    on = {
        "cases": ["added", "changed"],
        "answers": ["added", "changed", "removed"],
        "organisations": ["renamed"],
    }
    sqlite = _dialect() == SQLITE
    for table, events in on.items():
        for event in events:
            op.execute(f"DROP TRIGGER search_{table}_{event}" + ("" if sqlite else f" ON {table}"))
    op.drop_table("search_words")
    op.drop_table("search_texts")
    op.drop_table("saved_views")
    for name in ORDERS:
        op.drop_index(name, table_name="applications")
    op.create_index("ix_applications_organisation", "applications", ["applicant_name"])
    if not sqlite:
        for function in ("search_after_case()", "search_after_answer()", "search_after_organisation()",
                         "search_after_text()", "search_index(uuid)"):  # fmt: skip
            op.execute(f"DROP FUNCTION {function}")


def _dialect() -> str:
    return op.get_bind().dialect.name


def _main(which: str) -> str:
    """What a case is called in a first line, and in the next ones the answers of an application that was sent."""
    typed = TYPED[_dialect()].format(answers="answers AS a") + " AND a.case_id = c.id AND a.part = 'main'"
    newline = "char(10)" if _dialect() == SQLITE else "chr(10)"
    return (
        "INSERT INTO search_texts (case_id, part, text) "
        "SELECT c.id, 'main', c.reference || ' ' || c.title || ' ' || coalesce(o.name, '') || "
        f"CASE WHEN c.kind = 'application' AND {SENT} THEN coalesce({newline} || ({typed}), '') ELSE '' END "
        "FROM cases AS c LEFT JOIN organisations AS o ON o.id = c.organisation_id "
        f"WHERE c.kind IN {KINDS} AND {which} {UPSERT}"
    )


def _reports(which: str) -> str:
    """The report and the review of a grant's progress, each by itself."""
    answers = "cases AS c JOIN answers AS a ON a.case_id = c.id"
    typed = TYPED[_dialect()].format(answers=answers).replace("SELECT ", "SELECT c.id, a.part, ", 1)
    return (
        f"INSERT INTO search_texts (case_id, part, text) {typed} "
        f"AND c.kind = 'monitoring' AND {TOLD} AND {which} GROUP BY c.id, a.part {UPSERT}"
    )


def _for_sqlite() -> list[str]:
    old, new = (
        "INSERT INTO search_words (search_words, rowid, text) VALUES ('delete', OLD.number, OLD.text)",
        "INSERT INTO search_words (rowid, text) VALUES (NEW.number, NEW.text)",
    )
    # The words of a draft change with every save, and nobody searches them.
    matters = (
        "EXISTS (SELECT 1 FROM cases AS c, (SELECT {row}.part AS part) AS a WHERE c.id = {row}.case_id "
        f"AND ((c.kind = 'application' AND a.part = 'main' AND {SENT}) OR (c.kind = 'monitoring' AND {TOLD})))"
    )
    again = "{main}; {reports}"
    found = {
        "cases_added": ("INSERT", "cases", f"NEW.kind IN {KINDS}", "NEW.id"),
        "cases_changed": (
            "UPDATE OF stage, title, reference, organisation_id", "cases", f"NEW.kind IN {KINDS}", "NEW.id",
        ),
        "answers_added": ("INSERT", "answers", matters.format(row="NEW"), "NEW.case_id"),
        "answers_changed": ("UPDATE OF value", "answers", matters.format(row="NEW"), "NEW.case_id"),
        "answers_removed": ("DELETE", "answers", matters.format(row="OLD"), "OLD.case_id"),
    }  # fmt: skip
    return [
        "CREATE VIRTUAL TABLE search_words USING fts5("
        "text, content='search_texts', content_rowid='number', tokenize='unicode61 remove_diacritics 2', "
        "prefix='2 3')",
        f"CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts BEGIN {new}; END",
        f"CREATE TRIGGER search_texts_changed AFTER UPDATE ON search_texts BEGIN {old}; {new}; END",
        f"CREATE TRIGGER search_texts_removed AFTER DELETE ON search_texts BEGIN {old}; END",
        *(
            f"CREATE TRIGGER search_{name} AFTER {event} ON {table} WHEN {when} BEGIN "
            + again.format(main=_main(f"c.id = {row}"), reports=_reports(f"c.id = {row}"))
            + "; END"
            for name, (event, table, when, row) in found.items()
        ),
        "CREATE TRIGGER search_organisations_renamed AFTER UPDATE OF name ON organisations "
        f"WHEN OLD.name <> NEW.name BEGIN {_main('c.organisation_id = NEW.id')}; END",
        _main("true"),
        _reports("true"),
    ]


def _for_postgresql() -> list[str]:
    function = "CREATE FUNCTION {name} RETURNS {gives} LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    after = {
        "search_after_case()": "PERFORM search_index(NEW.id); RETURN NULL;",
        "search_after_organisation()": f"{_main('c.organisation_id = NEW.id')}; RETURN NULL;",
        # The words of a draft change with every save, and nobody searches them.
        "search_after_answer()": "PERFORM search_index(c.id) FROM cases AS c, "
        "(SELECT CASE TG_OP WHEN 'DELETE' THEN OLD.part ELSE NEW.part END AS part) AS a "
        "WHERE c.id = CASE TG_OP WHEN 'DELETE' THEN OLD.case_id ELSE NEW.case_id END "
        f"AND ((c.kind = 'application' AND a.part = 'main' AND {SENT}) OR (c.kind = 'monitoring' AND {TOLD})); "
        "RETURN NULL;",
        "search_after_text()": "INSERT INTO search_words (number, case_id, part, words) "
        f"VALUES (NEW.number, NEW.case_id, NEW.part, {WORDS_OF.format(text='NEW.text')}) "
        "ON CONFLICT (number) DO UPDATE SET words = excluded.words; RETURN NULL;",
    }
    triggers = {
        "search_texts_changed": ("INSERT OR UPDATE", "search_texts", "", "search_after_text"),
        "search_cases_added": ("INSERT", "cases", f"WHEN (NEW.kind IN {KINDS})", "search_after_case"),
        "search_cases_changed": (
            "UPDATE OF stage, title, reference, organisation_id", "cases", f"WHEN (NEW.kind IN {KINDS})",
            "search_after_case",
        ),
        "search_answers_added": ("INSERT", "answers", "", "search_after_answer"),
        "search_answers_changed": ("UPDATE OF value", "answers", "", "search_after_answer"),
        "search_answers_removed": ("DELETE", "answers", "", "search_after_answer"),
        "search_organisations_renamed": (
            "UPDATE OF name", "organisations", "WHEN (OLD.name <> NEW.name)", "search_after_organisation",
        ),
    }  # fmt: skip
    index = f"{_main('c.id = which')}; {_reports('c.id = which')};"
    return [
        "CREATE TABLE search_words (number bigint PRIMARY KEY REFERENCES search_texts (number) ON DELETE CASCADE, "
        # Whose text it is stands here again, so that a search need not look at the texts.
        "case_id uuid NOT NULL, part text NOT NULL, words tsvector NOT NULL, UNIQUE (case_id, part))",
        function.format(name="search_index(which uuid)", gives="void", body=index),
        *(function.format(name=name, gives="trigger", body=body) for name, body in after.items()),
        *(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {call}()"
            for name, (event, table, when, call) in triggers.items()
        ),
        _main("true"),
        _reports("true"),
        # Made last, over all that is there; what is new goes straight in, so that no search reads a waiting list.
        "CREATE INDEX ix_search_words ON search_words USING gin (words) WITH (fastupdate = off)",
    ]
