"""Workflows as pictures: Mermaid for a terminal or a pull request, SVG for the help page."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from textwrap import wrap

from grantflow.engine.layout import Edge, Layout, Node, lay_out
from grantflow.engine.workflow import Action, Category, Timer, Workflow

STAGE_HEIGHT, ACTION_HEIGHT, LINE_STEP = 62.0, 44.0, 16.0
ROW_GAP, MARGIN = 28.0, 24.0
STAGE_LETTER, ACTION_LETTER = 8.4, 7.0  # the width of a letter, on the generous side
PORT, ARROW = 20.0, 8.0
YEAR = 365

INK, QUIET = "#0b0c0c", "#484f54"
COLOURS = {  # fill and border; the words on them are in INK and QUIET, at better than 4.5 to 1
    Category.PREPARING: ("#f4f4f2", "#6b7276"),
    Category.OPEN: ("#e7f0f8", "#2b6cb0"),
    Category.DECIDED: ("#fdf3d8", "#96700f"),
    Category.CLOSED: ("#e6f2ea", "#2f7d54"),
}


def mermaid(workflow: Workflow) -> str:
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{_plain(str(stage.label))}" as {_id(stage.key)}' for stage in workflow.stages]
    lines.append(f"  [*] --> {_id(workflow.start)}")
    for action in workflow.actions:
        words = "; ".join(part for part in (str(action.label), _by_itself(workflow, action)) if part)
        lines += [f"  {_id(source)} --> {_id(action.to)}: {_plain(words)}" for source in action.from_]
    lines += [f"  {_id(stage.key)} --> [*]" for stage in workflow.stages if stage.category is Category.CLOSED]
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=64)
def svg(workflow: Workflow) -> str:
    """A picture at its natural size, with a title, and a description that says all it shows in words."""
    words = {action.key: _action_words(workflow, action) for action in workflow.actions}
    layout = lay_out(
        workflow,
        {stage.key: _width(_stage_lines(str(stage.label)), STAGE_LETTER, 36) for stage in workflow.stages},
        {key: _width(lines, ACTION_LETTER, 12) for key, lines in words.items()},
    )
    picture = _Picture(workflow, layout, words)
    name = f"workflow-{workflow.key}-{workflow.version}"
    size = f"{picture.width:.0f} {picture.height:.0f}"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size}" '
        f'width="{picture.width:.0f}" height="{picture.height:.0f}" '
        f'aria-labelledby="{name}-title {name}-description" font-family="inherit, sans-serif" '
        f'text-anchor="middle">',
        f'<title id="{name}-title">{escape(str(workflow.title))}: from start to end</title>',
        f'<desc id="{name}-description">{escape(description(workflow))}</desc>',
        *picture.lines(),
        *picture.boxes(),
        "</svg>\n",
    ])  # fmt: skip


def description(workflow: Workflow) -> str:
    """What the picture shows, for those who do not see it."""
    label = {stage.key: str(stage.label) for stage in workflow.stages}
    sentences = [f"It starts at “{label[workflow.start]}”."]
    for stage in workflow.stages:
        ways = [
            f"“{action.label}” leads to “{label[action.to]}”" for action in workflow.actions_from(stage.key)
        ]
        sentences.append(
            f"From “{label[stage.key]}”, {'; '.join(ways)}." if ways else f"“{label[stage.key]}” is an end."
        )
    return " ".join(sentences)


class _Picture:
    """Where everything is on the page, and the marks that draw it."""

    def __init__(self, workflow: Workflow, layout: Layout, words: dict[str, list[str]]) -> None:
        self.workflow, self.layout, self.words = workflow, layout, words
        self.tops: list[float] = []
        self.height = MARGIN
        for rank in range(len(layout.rows)):
            self.tops.append(self.height + (ROW_GAP if rank else 0.0))
            self.height = self.tops[-1] + _row_height(rank)
        self.height += MARGIN
        self.width = layout.width + 2 * MARGIN
        self.ports = _ports(layout.edges)

    def lines(self) -> Iterator[str]:
        """Every line, with an arrowhead where one arrives at a stage."""
        yield f'<g fill="none" stroke="{QUIET}" stroke-width="1.5">'
        for row in self.layout.rows:
            for node in row:
                if node.is_line:
                    yield f'<path d="M{node.x + MARGIN:.1f} {self._top(node):.1f}V{self._bottom(node):.1f}"/>'
        for edge, (start, end) in zip(self.layout.edges, self.ports, strict=True):
            yield from self._line(edge, edge.upper.x + start + MARGIN, edge.lower.x + end + MARGIN)
        yield "</g>"

    def boxes(self) -> Iterator[str]:
        """Every stage in its box and every action's words."""
        for row in self.layout.rows:
            for node in row:
                if node.stage:
                    yield from self._stage(node)
                elif node.action:
                    lines = self.words[node.action]
                    first = self._top(node) + 14
                    yield from _text(lines, node.x + MARGIN, first, f'font-size="13" fill="{INK}"')

    def _line(self, edge: Edge, x1: float, x2: float) -> Iterator[str]:
        y1, y2 = self._bottom(edge.upper), self._top(edge.lower)
        match edge.arrow:
            case "down":
                yield _arrowhead(x2, y2, -ARROW)
                y2 -= ARROW
            case "up":
                yield _arrowhead(x1, y1, ARROW)
                y1 += ARROW
        middle = (y1 + y2) / 2
        yield f'<path d="M{x1:.1f} {y1:.1f}C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2:.1f}"/>'

    def _stage(self, node: Node) -> Iterator[str]:
        stage = self.workflow.stage(node.stage)
        fill, border = COLOURS[stage.category]
        x, top = node.x + MARGIN, self._top(node)
        yield (
            f'<rect x="{x - node.width / 2:.1f}" y="{top:.1f}" width="{node.width:.1f}" '
            f'height="{STAGE_HEIGHT:.0f}" rx="10" fill="{fill}" stroke="{border}" stroke-width="1.5"/>'
        )
        lines = _stage_lines(str(stage.label))
        first = top + (29 if len(lines) == 1 else 21)
        yield from _text(lines, x, first, f'font-size="15" font-weight="700" fill="{INK}"')
        category = [stage.category.value]
        yield from _text(category, x, top + STAGE_HEIGHT - 8, f'font-size="12" fill="{QUIET}"')

    def _top(self, node: Node) -> float:
        return self.tops[node.rank] + self._slack(node)

    def _bottom(self, node: Node) -> float:
        return self.tops[node.rank] + _row_height(node.rank) - self._slack(node)

    def _slack(self, node: Node) -> float:
        """The room above and below an action's words: lines come up to the words, not to the row."""
        return (ACTION_HEIGHT - LINE_STEP * len(self.words[node.action])) / 2 - 2 if node.action else 0.0


def _arrowhead(x: float, y: float, back: float) -> str:
    return f'<path fill="{QUIET}" stroke="none" d="M{x:.1f} {y:.1f}l-5 {back:.1f}h10z"/>'


def _ports(edges: list[Edge]) -> list[tuple[float, float]]:
    """How far from a node's middle each line leaves its upper node and arrives at its lower one."""
    offsets = {(edge, side): 0.0 for edge in edges for side in ("upper", "lower")}
    by_stage: dict[tuple[Node, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        by_stage[edge.upper, "upper"].append(edge)
        by_stage[edge.lower, "lower"].append(edge)
    for (node, side), joined in by_stage.items():
        if node.stage:
            far = sorted(joined, key=_x_of_lower if side == "upper" else _x_of_upper)
            step = min(PORT, (node.width - PORT) / len(far))
            for place, edge in enumerate(far):
                offsets[edge, side] = (place - (len(far) - 1) / 2) * step
    return [(offsets[edge, "upper"], offsets[edge, "lower"]) for edge in edges]


def _x_of_lower(edge: Edge) -> float:
    return edge.lower.x


def _x_of_upper(edge: Edge) -> float:
    return edge.upper.x


def _row_height(rank: int) -> float:
    return ACTION_HEIGHT if rank % 2 else STAGE_HEIGHT


def _text(lines: list[str], x: float, y: float, style: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f'<text x="{x:.1f}" y="{y + number * LINE_STEP:.1f}" {style}>{escape(line)}</text>'


def _width(lines: list[str], letter: float, padding: float) -> float:
    return max(len(line) for line in lines) * letter + padding


def _stage_lines(label: str) -> list[str]:
    return wrap(label, 20)


def _action_words(workflow: Workflow, action: Action) -> list[str]:
    by_itself = _by_itself(workflow, action)
    return wrap(str(action.label), 22) + ([by_itself] if by_itself else [])


def _by_itself(workflow: Workflow, action: Action) -> str:
    """What a timer adds to an action's words."""
    for timer in workflow.timers:
        if timer.then == action.key:
            return (
                f"by itself, after {_wait(timer)}"
                if timer.after_days is not None
                else "by itself, on its date"
            )
    return ""


def _wait(timer: Timer) -> str:
    days = timer.after_days or 0
    if days and days % YEAR == 0:
        return f"{days // YEAR} years" if days > YEAR else "a year"
    return f"{days} working days" if timer.working_days else f"{days} days"


def _id(key: str) -> str:
    return key.replace("-", "_")


def _plain(words: str) -> str:
    """Words that Mermaid takes as they are."""
    return words.replace('"', "'").replace(":", " -")
