"""Workflows as pictures: all that the file says is in them, and nothing lies on top of anything else."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from grantflow.content import content_root
from grantflow.engine.diagram import COLOURS, INK, QUIET, mermaid, svg
from grantflow.engine.library import Library, parse_workflow
from grantflow.engine.workflow import Workflow
from tests.engine.workflows import KETTLE, KETTLE_FILE, a_kettle

SVG = "{http://www.w3.org/2000/svg}"
every_workflow = pytest.mark.parametrize(
    "workflow", Library.load(content_root()).workflows.values(), ids=lambda workflow: workflow.key
)


def test_mermaid_says_the_whole_life() -> None:
    timer = '[[timer]]\nkey = "wait"\nstage = "full"\nafter_days = 3\nthen = "tip-out"'

    assert mermaid(a_kettle(timer)) == (
        "stateDiagram-v2\n"
        '  state "Empty" as empty\n'
        '  state "Full" as full\n'
        '  state "Poured" as poured\n'
        "  [*] --> empty\n"
        "  empty --> full: Fill it\n"
        "  full --> poured: Pour it\n"
        "  full --> empty: Tip it out; by itself, after 3 days\n"
        "  poured --> [*]\n"
    )


@every_workflow
def test_every_stage_and_action_is_in_the_picture(workflow: Workflow) -> None:
    words = " ".join(text.text or "" for text in ElementTree.fromstring(svg(workflow)).iter(f"{SVG}text"))

    for label in [stage.label for stage in workflow.stages] + [action.label for action in workflow.actions]:
        assert str(label) in words


@every_workflow
def test_a_picture_has_a_title_and_says_in_words_what_it_shows(workflow: Workflow) -> None:
    picture = ElementTree.fromstring(svg(workflow))
    title, description = picture[0], picture[1]

    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == f"{workflow.title}: from start to end"
    for action in workflow.actions:
        leads = f"“{action.label}” leads to “{workflow.stage(action.to).label}”"
        assert (description.text or "").count(leads) == len(action.from_)


@every_workflow
def test_no_words_lie_on_a_stage_or_on_other_words(workflow: Workflow) -> None:
    picture = ElementTree.fromstring(svg(workflow))
    boxes = [
        (
            float(box.attrib["x"]),
            float(box.attrib["y"]),
            float(box.attrib["width"]),
            float(box.attrib["height"]),
        )
        for box in picture.iter(f"{SVG}rect")
    ]
    words = [
        (float(text.attrib["x"]), float(text.attrib["y"]), len(text.text or "") * 6.5)
        for text in picture.iter(f"{SVG}text")
        if text.get("font-size") == "13"
    ]

    assert len(boxes) == len(workflow.stages)
    for x, y, width, height in boxes:
        assert x >= 0
        assert x + width <= float(picture.attrib["width"])
        for middle, baseline, length in words:
            beside = middle + length / 2 < x or middle - length / 2 > x + width
            assert beside or baseline < y or baseline - 10 > y + height
    for line in by_line(words).values():
        for (left, left_length), (right, right_length) in pairwise(sorted(line)):
            assert left + left_length / 2 < right - right_length / 2


@every_workflow
def test_an_arrow_arrives_for_every_action(workflow: Workflow) -> None:
    arrows = svg(workflow).count('stroke="none"')

    # An action taken both from above and from below its target is drawn once for each.
    assert len(workflow.actions) <= arrows <= 2 * len(workflow.actions)


def test_hostile_words_stay_words() -> None:
    body = KETTLE.replace('label = "Full"', 'label = "<script>&"')
    workflow = parse_workflow(body, KETTLE_FILE)

    assert "<script>" not in svg(workflow)
    assert "<script>&" in [text.text for text in ElementTree.fromstring(svg(workflow)).iter(f"{SVG}text")]


@pytest.mark.parametrize("fill", [fill for fill, _ in COLOURS.values()])
@pytest.mark.parametrize("ink", [INK, QUIET])
def test_words_can_be_read_on_every_colour(fill: str, ink: str) -> None:
    assert contrast(fill, ink) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def by_line(words: list[tuple[float, float, float]]) -> dict[float, list[tuple[float, float]]]:
    """Words by the line they stand on: (middle, length)."""
    lines: dict[float, list[tuple[float, float]]] = {}
    for middle, baseline, length in words:
        lines.setdefault(baseline, []).append((middle, length))
    return lines
