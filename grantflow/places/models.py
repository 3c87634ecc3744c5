"""Regions and police force areas, with the dates between which each holds."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.db import Model


class Region(Model):
    """A probation region, by its letter. Never worked out from an ONS region: they do not match."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    name_cy: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    force_areas: Mapped[list["ForceArea"]] = relationship(back_populates="region", order_by="ForceArea.name")


class ForceArea(Model):
    """A police force area, by its ONS code; the smallest area a bid must be able to cover."""

    __tablename__ = "force_areas"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    name_cy: Mapped[str | None]
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor_code: Mapped[str | None] = mapped_column(ForeignKey("force_areas.code"))

    region: Mapped[Region] = relationship(back_populates="force_areas")
