"""How far people have come in a round and in a region, over time. Exact inside the region, rounded between regions."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.core.calendar import local_date
from grantflow.core.disclosure import Reader
from grantflow.errors import NotFound
from grantflow.funds.queries import get_round
from grantflow.permissions import Permission
from grantflow.places.queries import names_of_regions
from grantflow.reports.progress import progress_of_region, progress_of_round
from grantflow.web.access import requires
from grantflow.web.distances import pictures_over_time, reader_in
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp


@bp.route("/progress")
@requires(Permission.REPORT_VIEW)
def progress() -> ResponseReturnValue:
    """The regions: first those whose reports this person may read."""
    actor = current_actor()
    regions = names_of_regions()
    theirs = [code for code in regions if reader_in(code, actor) is Reader.SAME_REGION]
    return render_template("pages/officer/progress.html", regions=regions, theirs=theirs)


@bp.route("/progress/<region_code>")
@requires(Permission.REPORT_VIEW)
def region_progress(region_code: str) -> ResponseReturnValue:
    """:raises NotFound: if there is no such region"""
    name = names_of_regions().get(region_code)
    if name is None:
        raise NotFound("region", region_code)
    reader = reader_in(region_code, current_actor())
    courses = progress_of_region(region_code, local_date(this_occasion().at), reader, current_actor())
    return render_template(
        "pages/officer/region-progress.html",
        name=name,
        is_exact=reader is Reader.SAME_REGION,
        charts=pictures_over_time(courses),
    )


@bp.route("/rounds/<uuid:round_id>/progress")
@requires(Permission.REPORT_VIEW)
def round_progress(round_id: UUID) -> ResponseReturnValue:
    found = get_round(round_id, current_actor())
    reader = reader_in(found.region_code, current_actor())
    courses = progress_of_round(found.id, local_date(this_occasion().at), reader, current_actor())
    return render_template(
        "pages/officer/round-progress.html",
        round=found,
        is_exact=reader is Reader.SAME_REGION,
        charts=pictures_over_time(courses),
    )
