"""The twelve probation regions and the 43 police force areas in them."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from grantflow.places.facts import FORCE_AREAS, REGIONS, REGIONS_FROM

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

regions = sa.table(
    "regions",
    sa.column("code"),
    sa.column("slug"),
    sa.column("name"),
    sa.column("name_cy"),
    sa.column("valid_from", sa.Date),
)
force_areas = sa.table(
    "force_areas",
    sa.column("code"),
    sa.column("name"),
    sa.column("name_cy"),
    sa.column("region_code"),
    sa.column("valid_from", sa.Date),
)


def upgrade() -> None:
    since = date.fromisoformat(REGIONS_FROM)
    op.bulk_insert(
        regions,
        [
            {"code": code, "slug": slug, "name": name, "name_cy": welsh, "valid_from": since}
            for code, slug, name, welsh in REGIONS
        ],
    )
    op.bulk_insert(
        force_areas,
        [
            {"code": code, "name": name, "name_cy": welsh, "region_code": region, "valid_from": since}
            for code, name, welsh, region in FORCE_AREAS
        ],
    )


def downgrade() -> None:
    op.execute("DELETE FROM force_areas")
    op.execute("DELETE FROM regions")
