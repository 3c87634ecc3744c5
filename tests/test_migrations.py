"""The migrations make exactly the tables that the models describe, and can be taken back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from grantflow.db import Model, db
from grantflow.places.facts import FORCE_AREAS, REGIONS
from grantflow.places.models import ForceArea, Region


def test_the_tables_are_those_that_the_models_describe(app: Flask) -> None:
    def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in Model.metadata.tables

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        differences = compare_metadata(context, Model.metadata)

    assert [each for each in differences if _matters(each)] == []


def test_every_constraint_has_a_name(app: Flask) -> None:
    nameless = [
        f"{table.name}: {constraint!r}"
        for table in Model.metadata.sorted_tables
        for constraint in table.constraints
        if not constraint.name
    ]
    assert nameless == []


def test_regions_and_force_areas_are_there_from_the_start(app: Flask) -> None:
    assert (len(REGIONS), len(FORCE_AREAS)) == (12, 43)
    regions = db.session.scalars(select(Region.code).order_by(Region.code)).all()
    areas = db.session.scalars(select(ForceArea.code).order_by(ForceArea.code)).all()

    assert list(regions) == sorted(code for code, *_ in REGIONS)
    assert list(areas) == sorted(code for code, *_ in FORCE_AREAS)


def test_every_migration_can_be_taken_back_and_made_again(app: Flask) -> None:
    db.session.remove()
    downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names()) & set(Model.metadata.tables)
    upgrade()

    assert left == set()
    assert db.session.scalar(select(Region.name).where(Region.code == "B")) == "North West"


def _matters(difference: object) -> bool:
    """Alembic cannot compare what SQLite and PostgreSQL keep of a check or a partial index word for word."""
    return not isinstance(difference, list)


@pytest.fixture(autouse=True)
def _quiet(app: Flask) -> None:
    app.logger.disabled = True
