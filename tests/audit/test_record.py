"""Entries are chained, sealed and never changed; whoever changes one all the same is found out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from grantflow.audit.commands import FIRST, record, seal_chains
from grantflow.audit.models import AuditEntry
from grantflow.audit.queries import count_entries, list_seals
from grantflow.audit.verify import faults
from grantflow.casework.verify import stage_faults
from grantflow.db import db
from tests.conftest import NOON
from tests.factories import a_round, an_application, at_noon

pytestmark = pytest.mark.usefixtures("app")

FACTS = {
    "amount": 450_000,
    "share": 0.1,
    "words": "Tŷ “Gobaith”\n£5",
    "none": None,
    "list": [1, {"z": 1, "a": True}],
}


@contextmanager
def an_intruder() -> Iterator[None]:
    """Somebody with the database's own password, who turns the guard off first."""
    sqlite = db.engine.dialect.name == "sqlite"
    triggers = {"audit_entries", "audit_seals", "audit_seal_heads"}
    for table in sorted(triggers):
        if sqlite:
            for verb in ("update", "delete"):
                db.session.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
        else:
            db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    yield
    db.session.commit()
    db.session.expire_all()


def three_entries() -> AuditEntry:
    """A chain of three; the middle one is returned."""
    chain = uuid4()
    record(chain, "case", "create", at_noon())
    middle = record(chain, "case", "move", at_noon(days=1), note="Said so.", facts=FACTS)
    record(chain, "case", "move", at_noon(days=2))
    db.session.commit()
    return middle


def wrong() -> list[str]:
    return [fault.what for fault in faults()]


def test_each_entry_carries_the_hash_of_the_one_before() -> None:
    chain = uuid4()
    first = record(chain, "case", "create", at_noon())
    second = record(chain, "case", "move", at_noon())

    assert (first.seq, first.previous_hash) == (1, FIRST)
    assert (second.seq, second.previous_hash) == (2, first.hash)
    assert first.hash != second.hash


def test_facts_of_any_shape_are_read_back_and_still_agree() -> None:
    three_entries()
    db.session.expire_all()

    assert wrong() == []
    assert count_entries() == 3


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET note = 'x'", "DELETE FROM audit_entries"])
def test_the_database_itself_refuses_to_change_an_entry(statement: str) -> None:
    three_entries()

    with pytest.raises(DBAPIError, match="never changed"):
        db.session.execute(text(statement))

    db.session.rollback()
    assert wrong() == []


@pytest.mark.parametrize("table", ["audit_seals", "audit_seal_heads"])
def test_the_database_itself_refuses_to_change_a_seal(table: str) -> None:
    three_entries()
    seal_chains(NOON)
    db.session.commit()

    with pytest.raises(DBAPIError, match="never changed"):
        db.session.execute(text(f"DELETE FROM {table}"))


@pytest.mark.parametrize(
    "column", ["note = 'Something else.'", "actor_name = 'Mallory'", "action = 'award'", "target = 'panel'"]
)
def test_a_changed_entry_is_found_out(column: str) -> None:
    middle = three_entries()
    with an_intruder():
        db.session.execute(text(f"UPDATE audit_entries SET {column} WHERE id = {middle.id}"))

    assert wrong() == ["has been changed since it was written"]


def test_a_removed_entry_is_found_out() -> None:
    middle = three_entries()
    with an_intruder():
        db.session.execute(text(f"DELETE FROM audit_entries WHERE id = {middle.id}"))

    assert wrong() == ["entry 2 is missing", "does not follow the entry before it"]


def test_an_ending_that_is_cut_off_is_found_out_by_the_seal() -> None:
    middle = three_entries()
    seal_chains(NOON + timedelta(days=3))
    db.session.commit()
    with an_intruder():
        db.session.execute(text(f"DELETE FROM audit_entries WHERE id > {middle.id}"))

    assert [what for what in wrong() if "which was sealed, is gone" in what]


def test_a_seal_covers_what_has_grown_since_the_last() -> None:
    three_entries()
    first = seal_chains(NOON)
    nothing = seal_chains(NOON + timedelta(days=1))
    an_application()
    second = seal_chains(NOON + timedelta(days=2))
    db.session.commit()

    assert first is not None
    assert second is not None
    assert nothing is None
    assert first.heads == 1
    assert second.previous_hash == first.hash
    assert [seal.number for seal in list_seals()] == [2, 1]
    assert wrong() == []


def test_a_seal_that_was_rewritten_is_found_out() -> None:
    three_entries()
    seal_chains(NOON)
    db.session.commit()
    with an_intruder():
        db.session.execute(text("UPDATE audit_seals SET hash = previous_hash"))

    assert wrong() == ["does not match what was sealed"]


def test_a_case_that_was_moved_by_hand_is_found_out() -> None:
    moved, right = a_round(stage="draft"), a_round(stage="draft")
    db.session.execute(
        text("UPDATE cases SET stage = 'archived' WHERE reference = :reference"),
        {"reference": moved.reference},
    )
    db.session.commit()

    found = {fault.where: fault.what for fault in stage_faults()}

    assert found == {moved.reference: "is at “archived”, but its record leads to “draft”"}
    assert right.reference not in found
