"""How far people travelled towards one outcome, across the fund's rounds, for anybody."""

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.core.calendar import local_date
from grantflow.errors import NotFound
from grantflow.funds.outcomes import OUTCOMES
from grantflow.funds.queries import list_public_rounds
from grantflow.notices.charts import DistanceChart, course_chart, points_chart
from grantflow.places.queries import names_of_regions
from grantflow.reports.published import Theme, published_of_theme
from grantflow.web.access import public
from grantflow.web.occasion import this_occasion
from grantflow.web.public import bp


@bp.route("/progress/<outcome>")
@public
def theme(outcome: str) -> ResponseReturnValue:
    """:raises NotFound: if the fund has no such outcome"""
    if outcome not in OUTCOMES:
        raise NotFound("outcome", outcome)
    found = published_of_theme(outcome, local_date(this_occasion().at))
    return render_template(
        "pages/public/theme.html",
        outcome=outcome,
        name=OUTCOMES[outcome],
        others={key: name for key, name in OUTCOMES.items() if key != outcome},
        over_time=course_chart(found.course) if found else None,
        by_round=_by_round(found) if found else None,
        by_region=_by_region(found) if found else None,
    )


def _by_round(found: Theme) -> DistanceChart:
    points = [
        (each.title, found.by_round[each.id]) for each in list_public_rounds() if each.id in found.by_round
    ]
    return points_chart(f"{found.course.name}, by round", "Round", points)


def _by_region(found: Theme) -> DistanceChart:
    points = [
        (name, found.by_region[code]) for code, name in names_of_regions().items() if code in found.by_region
    ]
    return points_chart(f"{found.course.name}, by region", "Region", points)
