"""Run migrations on the app's own database. Each is one transaction on PostgreSQL."""

from alembic import context
from flask import current_app

from grantflow.db import Model


def include(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """The job queue keeps its own tables and migrates them itself."""
    return not (kind == "table" and name is not None and name not in Model.metadata.tables)


engine = current_app.extensions["migrate"].db.engine
with engine.connect() as connection:
    if engine.dialect.name == "sqlite":
        # SQLite changes a table by making it again under its name, which triggers elsewhere speak of meanwhile.
        connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")
        connection.rollback()
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        include_object=include,
        compare_type=False,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if engine.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA legacy_alter_table=OFF")
