"""The picture of distance travelled shows what may be shown, and can be read without seeing it."""

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from grantflow.notices.charts import WIDTH, Distance, distance_chart, distance_sentences
from grantflow.rendering import environment

SVG = "{http://www.w3.org/2000/svg}"


def a_distance(**changes: Any) -> Distance:
    return replace(Distance(outcome="Housing", forward=34, same=21, back=14, unknown=11), **changes)


def test_a_bar_is_as_wide_as_the_picture_and_its_pieces_touch() -> None:
    (bar,) = distance_chart([a_distance()], public=False).bars

    assert [piece.kind for piece in bar.segments] == ["forward", "same", "back", "unknown"]
    assert sum(piece.width for piece in bar.segments) == pytest.approx(WIDTH, abs=0.5)
    for left, right in zip(bar.segments, bar.segments[1:], strict=False):
        assert right.x == pytest.approx(left.x + left.width, abs=0.2)


def test_what_is_withheld_is_one_piece_drawn_from_the_published_numbers() -> None:
    """Two grants that publish the same numbers have the same picture, whatever lies behind it."""
    one = distance_chart([a_distance(back=4, unknown=2, same=21)])
    other = distance_chart([a_distance(back=2, unknown=3, same=22)])

    assert [piece.kind for piece in one.bars[0].segments] == ["forward", "same", "hidden"]
    assert one == other


def test_too_few_people_are_one_empty_bar_and_a_sentence() -> None:
    (bar,) = distance_chart([a_distance(forward=3, same=1, back=0, unknown=0)]).bars

    assert [piece.kind for piece in bar.segments] == ["hidden"]
    assert bar.sentence == "Housing: fewer than 10 people, too few to say how they moved."


def test_the_words_say_what_the_picture_shows() -> None:
    chart = distance_chart([a_distance(unknown=13)])

    assert chart.description == (
        "Housing: of about 80 people, 35 moved forward, 20 stayed about the same and 15 moved back; "
        "for 15 we do not know."
    )


def test_the_picture_has_a_name_a_description_a_table_and_nothing_red() -> None:
    markup = drawn(distance_chart([a_distance(), a_distance(outcome="<Work & wages>", back=3)]))
    figure = ElementTree.fromstring(markup)
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

    assert sentence == "Housing: of about 20 people, too few went any one way to say how they moved."
