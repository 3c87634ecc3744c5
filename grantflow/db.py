"""The database: portable types, naming, transactions. The one file that knows SQLite from PostgreSQL."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    Text,
    UnaryExpression,
    Uuid,
    event,
    func,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Sorts after every real date, so that "no date promised" needs no special case in an index.
NO_DUE_DATE = datetime(9999, 1, 1, tzinfo=UTC)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime on both databases; SQLite alone would give back a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


PlainJSON = JSON().with_variant(JSONB(), "postgresql")
Pence = BigInteger()
# SQLite only numbers rows by itself when the key is exactly INTEGER.
RowNumber = BigInteger().with_variant(Integer(), "sqlite")


class Model(DeclarativeBase):
    """Every table of GrantFlow."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UTCDateTime(),
        date: Date(),
        UUID: Uuid(),
        str: Text(),
        dict[str, Any]: PlainJSON,
        list[str]: PlainJSON,
    }


db = SQLAlchemy(metadata=Model.metadata, session_options={"expire_on_commit": False})

_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One transaction: all of it, or none.

    What was read before is read again inside it, under the lock, so a decision never rests on a stale row.
    Used in routes, jobs and commands of the command line, and nowhere else.
    """
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


@contextmanager
def rehearsal() -> Iterator[None]:
    """A transaction whose end is always as if it had never been: to show what something would do."""
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        _writing.reset(token)


def within_unit_of_work() -> bool:
    """Whether what is read now is about to be acted on, rather than only shown."""
    return _writing.get()


def count_up(model: type[Model], counter: str, **row: Any) -> None:
    """Add one to the counter of a row, or begin the row with one. `row` is its primary key.

    A single statement: of two processes that count at once, neither's count is lost.
    """
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    one_more = {counter: getattr(model, counter) + 1}
    db.session.execute(
        insert(model)
        .values({**row, counter: 1})
        .on_conflict_do_update(index_elements=list(row), set_=one_more)
    )


def unindexed(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same value, where SQLite should go by another index than this column's.

    It does not know how many rows share a value, and would rather sort most of a table than walk it in order.
    """
    if db.engine.dialect.name != "sqlite":
        return value
    return UnaryExpression(value, operator=custom_op("+"), type_=value.type)


def as_object(key: ColumnElement[str], value: ColumnElement[Any]) -> ColumnElement[dict[str, Any]]:
    """The values of a group of rows as one JSON object, by their keys: read in one piece, where many rows are."""
    if db.engine.dialect.name == "postgresql":
        return func.jsonb_object_agg(key, value, type_=PlainJSON)
    return func.json_group_object(key, func.json(type_coerce(value, Text())), type_=PlainJSON)


def has(values: ColumnElement[list[str]], value: str) -> ColumnElement[bool]:
    """Whether a list of texts kept as JSON has this one in it."""
    if db.engine.dialect.name == "postgresql":
        return values.op("?", is_comparison=True)(value)
    # As text it reads ["employment", "housing"].
    return func.instr(type_coerce(values, Text()), f'"{value}"') > 0


def prepare_engine(engine: Engine) -> None:
    """Make SQLite behave like a server: write-ahead log, foreign keys, patience, and writers that queue at once."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "busy_timeout=20000",
            "cache_size=-8000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails when another wrote in between; one that
        # says so at the start only waits. (Measured: 583 of 1,200 contended writes failed, then none.)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@contextmanager
def hold(engine: Engine, name: str) -> Iterator[bool]:
    """Try to hold a name among all processes that share this database; true if it is ours until the block ends.

    A process that dies lets go. PostgreSQL keeps an advisory lock; beside a SQLite file there is a locked file.
    """
    if engine.dialect.name == "sqlite":
        yield from _hold_file(f"{engine.url.database}-{sha256(name.encode()).hexdigest()[:12]}.lock")
        return
    number = int.from_bytes(sha256(f"grantflow {name}".encode()).digest()[:8], "big", signed=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = bool(connection.scalar(select(func.pg_try_advisory_lock(number))))
        try:
            yield held
        finally:
            if held:
                connection.execute(select(func.pg_advisory_unlock(number)))


def _hold_file(path: str) -> Iterator[bool]:
    with open(path, "w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
