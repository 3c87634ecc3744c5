"""The picture of distance travelled shows what may be shown, and can be read without seeing it."""

from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from grantflow.core.disclosure import WITHHELD, exact_row, public_count, shown_row
from grantflow.notices.charts import WIDTH, Distance, course_chart, distance_chart, distance_sentences
from grantflow.rendering import environment
from grantflow.reports.progress import Course, Point

SVG = "{http://www.w3.org/2000/svg}"


def a_distance(**changes: Any) -> Distance:
    return replace(Distance(outcome="Housing", forward=34, same=21, back=14, unknown=11), **changes)


def test_a_bar_is_as_wide_as_the_picture_and_its_pieces_touch() -> None:
    (bar,) = distance_chart([a_distance()], public=False).bars

    assert [piece.kind for piece in bar.segments] == ["forward", "same", "back", "unknown"]
    assert sum(piece.width for piece in bar.segments) == pytest.approx(WIDTH, abs=0.5)
    for left, right in zip(bar.segments, bar.segments[1:], strict=False):
        assert right.x == pytest.approx(left.x + left.width, abs=0.2)


def test_what_is_hidden_is_drawn_as_wide_as_anything_else_that_is() -> None:
    """Two grants that publish the same numbers have the same picture, whatever lies behind it."""
    one = distance_chart([a_distance(back=4, unknown=2, same=21)])
    other = distance_chart([a_distance(back=9, unknown=0, same=22)])

    pieces = one.bars[0].segments
    assert [(piece.kind, piece.open) for piece in pieces] == [
        ("forward", False), ("same", False), ("back", True), ("unknown", True),
    ]  # fmt: skip
    assert pieces[2].width == pieces[3].width
    assert (one, one.open_as) == (other, 5)


@pytest.mark.parametrize("public", [True, False])
def test_of_fewer_than_ten_people_there_is_no_picture_for_anybody(public: bool) -> None:
    chart = distance_chart([a_distance(forward=3, same=1, back=0, unknown=0)], public=public)

    assert "<svg" not in drawn(chart)
    assert chart.words == (
        "Housing: too few people went any one way to say how they moved."
        if public
        else "Housing: of 4 people seen twice, 3 moved forward and 1 stayed about the same.",
    )


def test_the_words_say_what_the_picture_shows() -> None:
    chart = distance_chart([a_distance(unknown=13)])

    assert chart.description == (
        "Housing: of about 85 people seen twice, 35 moved forward, 20 stayed about the same and 15 moved back; "
        "for 15 we do not know."
    )


def test_the_words_say_of_whom_they_cannot_tell() -> None:
    [one] = distance_sentences([a_distance(back=4, unknown=2)])

    assert one == (
        "Housing: about 35 moved forward and 20 stayed about the same. "
        "Fewer than 10 moved back and fewer than 10 are not known about."
    )
    assert course_chart(a_course_with_gaps()).words == (
        "Housing: about 35 moved forward and 20 stayed about the same. "
        "We cannot show how many moved back or are not known about. Counted by 3 grants, up to 30 June 2027.",
    )


def test_bars_over_time_are_on_one_scale_with_those_not_known_always_drawn() -> None:
    points = (
        Point(
            by=date(2027, 3, 31), row=exact_row({"forward": 5, "same": 3, "back": 0, "unknown": 2}), grants=1
        ),
        Point(
            by=date(2027, 6, 30), row=exact_row({"forward": 25, "same": 8, "back": 2, "unknown": 5}), grants=2
        ),
    )
    chart = course_chart(Course(outcome_key="housing", name="Housing", points=points))

    first, second = chart.bars
    assert [bar.name for bar in chart.bars] == ["31 March 2027", "30 June 2027"]
    assert sum(piece.width for piece in first.segments) == pytest.approx(WIDTH / 4, abs=0.5)
    assert [piece.kind for piece in second.segments] == ["forward", "same", "back", "unknown"]
    assert chart.words == (
        "Housing: of 40 people seen twice, 25 moved forward, 8 stayed about the same and 2 moved back; "
        "for 5 we do not know. Counted by 2 grants, up to 30 June 2027.",
    )


def a_course_with_gaps() -> Course:
    """Of several grants, whose small numbers are not said to be under ten."""
    figures = {"forward": public_count(34), "same": public_count(21), "back": WITHHELD, "unknown": WITHHELD}
    points = (Point(by=date(2027, 6, 30), row=shown_row(figures), grants=3),)
    return Course(outcome_key="housing", name="Housing", points=points)


def test_the_picture_has_a_name_a_description_a_table_and_nothing_red() -> None:
    markup = drawn(distance_chart([a_distance(), a_distance(outcome="<Work & wages>", back=3)]))
    figure = ElementTree.fromstring(markup[markup.index("<figure") :])
    svg = figure.find(f"{SVG}svg")

    assert svg is not None
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title") is not None
    assert "35 moved forward" in (svg.findtext(f"{SVG}desc") or "")
    assert [row.findtext("th") for row in figure.iterfind("table/tbody/tr")] == ["Housing", "<Work & wages>"]
    fills = {each.get("fill") for each in svg.iter() if each.get("fill")}
    assert fills <= {"#1d5c63", "#d9dfe1", "#ffffff", "#17191a", "#5b6569"}


def drawn(chart: object) -> str:
    macros: Any = environment().get_template("components/distance-chart.html").module
    return str(macros.distance_chart(chart)).strip()


def test_where_every_part_is_too_small_to_show_nobody_is_said_to_have_stood_still() -> None:
    [sentence] = distance_sentences([Distance(outcome="Housing", forward=9, same=4, back=3, unknown=2)])

    assert sentence == "Housing: too few people went any one way to say how they moved."
