"""What learning is filtered by, when it is looked at again, and words to find what is published by."""

import sqlalchemy as sa
from alembic import op

from grantflow.db import PlainJSON, UTCDateTime

revision = "0016"
down_revision = "0019"
branch_labels = None
depends_on = None

LISTS = ("cohorts", "settings", "partner_types")
WORDS = ("rurality", "need_level", "sex")
SQLITE = "sqlite"

# As `learning.rules.PUBLIC` has it: where anybody may read an entry.
PUBLIC = "('published', 'looked-at-again')"
# Answers that choose from a list are filters, and would be found as words that nobody wrote.
CHOSEN = "('cohort', 'sex', 'need-level', 'setting', 'rurality', 'partner-types', 'worked', 'evidence-strength', 'confidence')"
# A word that every text of the library begins with, so that the index finds it among all other texts at once.
MARK = "inlibrary"
UPSERT = (
    "ON CONFLICT (case_id, part) DO UPDATE SET text = excluded.text WHERE search_texts.text <> excluded.text"
)


def upgrade() -> None:
    for name in LISTS:
        op.add_column("learning_entries", sa.Column(name, PlainJSON, nullable=False, server_default="[]"))
    for name in WORDS:
        op.add_column("learning_entries", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "learning_entries", sa.Column("look_again_years", sa.Integer(), nullable=False, server_default="2")
    )
    op.add_column("learning_entries", sa.Column("look_again_at", UTCDateTime(), nullable=True))
    op.add_column("learning_entries", sa.Column("began_from", PlainJSON, nullable=False, server_default="{}"))
    op.create_index("ix_learning_entries_newest", "learning_entries", ["published_at", "id"])
    two_years = (
        "strftime('%Y-%m-%d %H:%M:%f', published_at, '+2 years') || '000'"
        if _on_sqlite()
        else "published_at + interval '2 years'"
    )
    op.execute(f"UPDATE learning_entries SET look_again_at = {two_years} WHERE published_at IS NOT NULL")
    for statement in _for_sqlite() if _on_sqlite() else _for_postgresql():
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    on = {
        "cases": ["library_cases_added", "library_cases_changed"],
        "answers": ["library_answers_added", "library_answers_changed", "library_answers_removed"],
        "organisations": ["library_organisations_renamed"],
    }
    for table, triggers in on.items():
        for trigger in triggers:
            op.execute(f"DROP TRIGGER {trigger}" + ("" if _on_sqlite() else f" ON {table}"))
    op.execute("DELETE FROM search_texts WHERE part = 'published'")
    if not _on_sqlite():
        for function in ("library_after_case()", "library_after_answer()", "library_after_organisation()"):
            op.execute(f"DROP FUNCTION {function}")
    op.drop_index("ix_learning_entries_newest", table_name="learning_entries")
    for name in ("began_from", "look_again_at", "look_again_years", *WORDS, *LISTS):
        op.drop_column("learning_entries", name)


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == SQLITE


def _text(which: str) -> str:
    """Each of these entries, if anybody may read it: what it is called in a first line, then what was written."""
    newline, join, word = (
        (
            "char(10)",
            "group_concat(typed.value, char(10))",
            "json_tree(a.value) AS typed WHERE typed.type = 'text'",
        )
        if _on_sqlite()
        else (
            "chr(10)",
            "string_agg(typed.value #>> '{}', chr(10))",
            "jsonb_path_query(a.value, 'strict $.**') AS typed(value) WHERE jsonb_typeof(typed.value) = 'string'",
        )
    )
    return (
        "INSERT INTO search_texts (case_id, part, text) "
        f"SELECT c.id, 'published', '{MARK} ' || c.reference || ' ' || c.title || ' ' || coalesce(o.name, '') || "
        f"coalesce({newline} || (SELECT {join} FROM answers AS a, {word} "
        f"AND a.case_id = c.id AND a.part = 'main' AND a.question_key NOT IN {CHOSEN}), '') "
        "FROM cases AS c LEFT JOIN organisations AS o ON o.id = c.organisation_id "
        f"WHERE c.kind = 'learning' AND c.stage IN {PUBLIC} AND {which} {UPSERT}"
    )


def _gone(row: str) -> str:
    return (
        f"DELETE FROM search_texts WHERE case_id = {row}.id AND part = 'published' "
        f"AND {row}.stage NOT IN {PUBLIC}"
    )


def _of_an_entry(row: str) -> str:
    """That an answer is one of an entry that anybody may read; those of drafts change with every save."""
    return (
        f"EXISTS (SELECT 1 FROM cases AS c WHERE c.id = {row}.case_id AND c.kind = 'learning' "
        f"AND c.stage IN {PUBLIC})"
    )


def _for_sqlite() -> list[str]:
    after = "CREATE TRIGGER library_{name} AFTER {event} WHEN {when} BEGIN {body}; END"
    triggers = (
        ("cases_added", "INSERT ON cases", "NEW.kind = 'learning'", _text("c.id = NEW.id")),
        (
            "cases_changed", "UPDATE OF stage, title, reference, organisation_id ON cases",
            "NEW.kind = 'learning'", f"{_gone('NEW')}; {_text('c.id = NEW.id')}",
        ),
        ("answers_added", "INSERT ON answers", _of_an_entry("NEW"), _text("c.id = NEW.case_id")),
        ("answers_changed", "UPDATE OF value ON answers", _of_an_entry("NEW"), _text("c.id = NEW.case_id")),
        ("answers_removed", "DELETE ON answers", _of_an_entry("OLD"), _text("c.id = OLD.case_id")),
        (
            "organisations_renamed", "UPDATE OF name ON organisations", "OLD.name <> NEW.name",
            _text("c.organisation_id = NEW.id"),
        ),
    )  # fmt: skip
    return [
        *(after.format(name=name, event=event, when=when, body=body) for name, event, when, body in triggers),
        _text("true"),
    ]


def _for_postgresql() -> list[str]:
    function = (
        "CREATE FUNCTION {name} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    )
    functions = {
        "library_after_case()": f"{_gone('NEW')}; {_text('c.id = NEW.id')};",
        "library_after_answer()": "IF TG_OP = 'DELETE' THEN "
        f"IF {_of_an_entry('OLD')} THEN {_text('c.id = OLD.case_id')}; END IF; "
        f"ELSIF {_of_an_entry('NEW')} THEN {_text('c.id = NEW.case_id')}; END IF;",
        "library_after_organisation()": f"{_text('c.organisation_id = NEW.id')};",
    }
    learning = "WHEN (NEW.kind = 'learning')"
    triggers = (
        ("cases_added", "INSERT ON cases", learning, "case"),
        ("cases_changed", "UPDATE OF stage, title, reference, organisation_id ON cases", learning, "case"),
        ("answers_added", "INSERT ON answers", "", "answer"),
        ("answers_changed", "UPDATE OF value ON answers", "", "answer"),
        ("answers_removed", "DELETE ON answers", "", "answer"),
        (
            "organisations_renamed", "UPDATE OF name ON organisations", "WHEN (OLD.name <> NEW.name)",
            "organisation",
        ),
    )  # fmt: skip
    return [
        *(function.format(name=name, body=body) for name, body in functions.items()),
        *(
            f"CREATE TRIGGER library_{name} AFTER {event} FOR EACH ROW {when} EXECUTE FUNCTION library_after_{call}()"
            for name, event, when, call in triggers
        ),
        _text("true"),
    ]
