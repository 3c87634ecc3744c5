"""Distance travelled as the picture that pages and summaries share."""

from collections.abc import Iterable

from grantflow.monitoring.distance import Travelled
from grantflow.notices.charts import Distance, DistanceChart, distance_chart


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
