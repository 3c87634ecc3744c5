"""The picture of who learned from whom, with plain values."""

import re
from itertools import pairwise

import pytest

from grantflow.learning import learned_from as picture
from grantflow.learning.learned_from import in_lines, laid_out
from grantflow.places.facts import REGIONS

NAMES = [name for _, _, name, *_ in REGIONS]


def test_nothing_is_an_empty_picture_that_says_so() -> None:
    empty = laid_out([])

    assert (empty.sources, empty.targets, empty.lines) == ((), (), ())
    assert empty.description == "Nothing has been tried elsewhere yet."


def test_one_is_one_thin_line_between_two_places() -> None:
    one = laid_out([("North West", "Wales", 1)])

    assert [place.name for place in (*one.sources, *one.targets)] == ["North West", "Wales"]
    assert one.sources[0].y == one.targets[0].y
    assert [(line.width, line.words) for line in one.lines] == [
        (picture.THINNEST, "North West to Wales: 1 time")
    ]
    assert one.description == "What was learned went from North West to Wales 1 time."


def test_a_region_that_learns_from_itself_stands_on_both_sides() -> None:
    same = laid_out([("London", "London", 2)])

    assert (same.sources[0].name, same.targets[0].name) == ("London", "London")


def test_more_is_thicker_and_a_thin_line_lies_over_a_thick_one() -> None:
    found = laid_out([("London", "Wales", 1), ("London", "London", 7), ("Wales", "Wales", 3)])

    widths = [line.width for line in found.lines]
    assert widths == sorted(widths, reverse=True)
    assert (widths[0], widths[-1]) == (picture.THICKEST, picture.THINNEST)


def test_sixty_between_twelve_regions_stay_inside_and_apart() -> None:
    pairs = [(source, target) for source in NAMES for target in NAMES][::2]
    found = laid_out([(source, target, 1 + n % 3) for n, (source, target) in enumerate(pairs[:60])])

    for side in (found.sources, found.targets):
        heights = [place.y for place in side]
        assert all(after - before >= picture.ROW for before, after in pairwise(heights))
        assert all(picture.TOP < y < found.height for y in heights)
    assert len(found.lines) == 60
    for line in found.lines:
        numbers = [int(number) for number in re.findall(r"\d+", line.path)]
        assert max(numbers[0::2]) <= picture.WIDTH


def test_those_who_learned_stand_beside_whom_they_learned_from() -> None:
    found = laid_out([("Anglia", "Zeal", 1), ("Brae", "Ash", 1)])

    assert [place.name for place in found.targets] == ["Zeal", "Ash"]
    assert found.targets[0].y == found.sources[0].y


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_every_region_fits_beside_its_point(name: str) -> None:
    lines = in_lines(name)

    assert " ".join(lines) == name
    assert len(lines) <= 2
    assert max(map(len, lines)) <= picture.LONGEST_LINE


def test_the_same_numbers_make_the_same_picture_in_any_order() -> None:
    told = [("London", "Wales", 1), ("London", "North West", 7), ("Wales", "North West", 3)]

    assert laid_out(told).lines == laid_out(told[::-1]).lines
    assert laid_out(told).targets == laid_out(told[::-1]).targets
