"""Find regions and force areas."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from grantflow.db import db
from grantflow.places.models import ForceArea, Region


def list_regions() -> Sequence[Region]:
    """The twelve regions by name, each with its force areas."""
    return db.session.scalars(
        select(Region).options(selectinload(Region.force_areas)).order_by(Region.name)
    ).all()


def names_of_regions() -> dict[str, str]:
    """Each region's name by its letter, in order of name."""
    rows = db.session.execute(select(Region.code, Region.name).order_by(Region.name))
    return {row.code: row.name for row in rows}


def list_force_areas(codes: Sequence[str] | None = None) -> Sequence[ForceArea]:
    """Force areas by name: those with these codes, or all."""
    query = select(ForceArea).order_by(ForceArea.name)
    if codes is not None:
        query = query.where(ForceArea.code.in_(codes))
    return db.session.scalars(query).all()


def names_of_force_areas(codes: Sequence[str]) -> list[str]:
    return [area.name for area in list_force_areas(codes)]


def codes_in_region(region_code: str | None) -> list[str]:
    """The codes of a region's force areas, or of all of them where no one region is meant."""
    query = select(ForceArea.code).order_by(ForceArea.code)
    if region_code is not None:
        query = query.where(ForceArea.region_code == region_code)
    return list(db.session.scalars(query))


def name_of_region(code: str | None) -> str:
    """A region's name, or what to say where no one region is meant."""
    region = db.session.get(Region, code) if code else None
    return region.name if region else "All regions"
