"""Distance travelled as the picture that pages and summaries share."""

from collections.abc import Iterable, Sequence

from grantflow.core.disclosure import Reader
from grantflow.monitoring.distance import Travelled
from grantflow.notices.charts import Distance, DistanceChart, course_chart, distance_chart
from grantflow.permissions import Actor, Permission
from grantflow.reports.progress import Course


def as_distances(travelled: Iterable[Travelled]) -> list[Distance]:
    """What the picture is made of; an outcome that nobody was seen twice for has nothing to show."""
    return [
        Distance(
            outcome=each.wording, forward=each.counts.forward, same=each.counts.same,
            back=each.counts.back, unknown=each.counts.unknown,
        )
        for each in travelled
        if each.counts.two_points
    ]  # fmt: skip


def picture(travelled: Iterable[Travelled], *, public: bool = False) -> DistanceChart | None:
    """Exact for the organisation and inside its region; in public as the disclosure rule allows. None: no data."""
    distances = as_distances(travelled)
    return distance_chart(distances, public=public) if distances else None


def pictures_over_time(courses: Iterable[Course], *, at_least: int = 1) -> Sequence[DistanceChart]:
    """One picture an outcome, of those that have so many points."""
    return [course_chart(each) for each in courses if len(each.points) >= at_least]


def reader_in(region_code: str | None, actor: Actor) -> Reader:
    """How staff see numbers of a region, or of all: as they are where they may read the reports."""
    regions = actor.regions(Permission.MONITORING_VIEW)
    is_theirs = regions is None or (region_code is not None and region_code in regions)
    return Reader.SAME_REGION if is_theirs else Reader.OTHER_REGION
