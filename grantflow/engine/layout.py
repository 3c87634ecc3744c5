"""Lays a workflow out in rows, from its start down, so that nothing overlaps.

Layered drawing after Sugiyama, Tagawa and Toda (1981): rank, order each row to cross little, then place.
Stages and actions are both nodes, so an action's words have a place of their own. Lines that pass a row have
one there too, and all that leads to the same action shares one line.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from grantflow.engine.workflow import Action, Workflow

SWEEPS = 24
GAP, LINE_GAP = 28.0, 18.0
NEARLY = 18.0


@dataclass(eq=False)
class Node:
    """A stage, an action's words, or (neither) a line on its way through a row. `x` is its middle."""

    rank: int
    width: float
    stage: str = ""
    action: str = ""
    x: float = 0.0
    above: list["Node"] = field(default_factory=list)
    below: list["Node"] = field(default_factory=list)

    @property
    def is_line(self) -> bool:
        return not self.stage and not self.action


@dataclass(frozen=True, eq=False)
class Edge:
    """A line between neighbouring rows, drawn from upper to lower; the arrow may point either way."""

    upper: Node
    lower: Node
    arrow: str = ""
    """`down` or `up` where it arrives at a stage."""


@dataclass(frozen=True)
class Layout:
    rows: list[list[Node]]
    edges: list[Edge]
    width: float


def lay_out(workflow: Workflow, stage_widths: dict[str, float], action_widths: dict[str, float]) -> Layout:
    """Place every stage and action. Rows alternate: stages in the even ones, actions in the odd ones."""
    plan = _Plan(_ranks(workflow))
    stages = {key: plan.add(Node(2 * rank, stage_widths[key], stage=key)) for key, rank in plan.ranks.items()}
    for action in workflow.actions:
        for sources in _down_and_up(action, plan.ranks):
            plan.add_action(action, sources, stages, action_widths[action.key])
    rows = _ordered(plan.rows())
    _place(rows)
    left = min(node.x - node.width / 2 for row in rows for node in row)
    for row in rows:
        for node in row:
            node.x -= left
    return Layout(rows, plan.edges, max(node.x + node.width / 2 for row in rows for node in row))


class _Plan:
    """Nodes and edges as they are gathered."""

    def __init__(self, ranks: dict[str, int]) -> None:
        self.ranks = ranks
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []

    def add(self, node: Node) -> Node:
        self.nodes.append(node)
        return node

    def add_action(
        self, action: Action, sources: Sequence[str], stages: dict[str, Node], width: float
    ) -> None:
        """An action, above its target, or on a way back above its sources."""
        if not sources:
            return
        target, starts = stages[action.to], [stages[key] for key in sources]
        goes_down = target.rank > max(start.rank for start in starts)
        rank = target.rank - 1 if goes_down else min(start.rank for start in starts) - 1
        node = self.add(Node(max(rank, target.rank + 1) if not goes_down else rank, width, action=action.key))
        self._gather(starts, node)
        self._connect(node, target, arrow=True)

    def _gather(self, starts: list[Node], node: Node) -> None:
        """One shared line from all sources on each side of an action."""
        for side in (-1, 1):
            line: dict[int, Node] = {node.rank: node}
            for start in sorted(
                (start for start in starts if (start.rank - node.rank) * side > 0),
                key=lambda start: abs(start.rank - node.rank),
            ):
                for rank in range(node.rank + side, start.rank, side):
                    if rank not in line:
                        line[rank] = self.add(Node(rank, 2.0))
                        self._join(line[rank], line[rank - side])
                self._join(start, line[start.rank - side])

    def _connect(self, node: Node, target: Node, *, arrow: bool) -> None:
        step = 1 if target.rank > node.rank else -1
        at = node
        for rank in range(node.rank + step, target.rank, step):
            line = self.add(Node(rank, 2.0))
            self._join(at, line)
            at = line
        self._join(at, target, arrow=("down" if step > 0 else "up") if arrow else "")

    def _join(self, one: Node, other: Node, arrow: str = "") -> None:
        upper, lower = (one, other) if one.rank < other.rank else (other, one)
        upper.below.append(lower)
        lower.above.append(upper)
        self.edges.append(Edge(upper, lower, arrow))

    def rows(self) -> list[list[Node]]:
        rows: list[list[Node]] = [[] for _ in range(max(node.rank for node in self.nodes) + 1)]
        for node in self.nodes:
            rows[node.rank].append(node)
        return rows


def _ranks(workflow: Workflow) -> dict[str, int]:
    """How many steps down each stage is. A file has its stages in the order of a life, so later is lower."""
    order = {stage.key: number for number, stage in enumerate(workflow.stages)}
    before: dict[str, set[str]] = defaultdict(set)
    for action in workflow.actions:
        before[action.to] |= {source for source in action.from_ if order[source] < order[action.to]}
    ranks: dict[str, int] = {}
    for key in order:
        ranks[key] = 1 + max((ranks[source] for source in before[key]), default=-1)
    return ranks


def _down_and_up(action: Action, ranks: dict[str, int]) -> tuple[list[str], list[str]]:
    """An action that is taken from above and from below its target is drawn once for each."""
    down = [source for source in action.from_ if ranks[source] < ranks[action.to]]
    return down, [source for source in action.from_ if source not in down]


def _ordered(rows: list[list[Node]]) -> list[list[Node]]:
    """Sweep down and up, each row in the order of what it is joined to; keep the order that crosses least."""
    best, fewest = rows, _crossings(rows)
    for sweep in range(SWEEPS):
        rows = [list(row) for row in rows]
        downwards = sweep % 2 == 0
        for row in rows if downwards else reversed(rows):
            _sort_by_neighbours(row, rows, downwards)
        crossings = _crossings(rows)
        if crossings < fewest:
            best, fewest = rows, crossings
    return best


def _sort_by_neighbours(row: list[Node], rows: list[list[Node]], downwards: bool) -> None:
    positions = {node: number for each in rows for number, node in enumerate(each)}

    def middle(node: Node) -> float:
        neighbours = node.above if downwards else node.below
        return (
            sum(positions[each] for each in neighbours) / len(neighbours) if neighbours else positions[node]
        )

    row.sort(key=middle)


def _crossings(rows: list[list[Node]]) -> int:
    total = 0
    for upper, lower in pairwise(rows):
        at = {node: number for number, node in enumerate(lower)}
        ends = [end for node in upper for end in sorted(at[each] for each in node.below)]
        total += sum(one > other for number, one in enumerate(ends) for other in ends[number + 1 :])
    return total


def _place(rows: list[list[Node]]) -> None:
    """Draw each node towards what it is joined to, as near as its row's order and gaps allow."""
    for row in rows:
        _spread(row, [0.0] * len(row), [1.0] * len(row))
    for sweep in range(SWEEPS * 8):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            pulls = [
                [(node.x, 0.1), *((each.x, _pull(node, each)) for each in (*node.above, *node.below))]
                for node in row
            ]
            weights = [sum(weight for _, weight in each) for each in pulls]
            wishes = [
                sum(x * weight for x, weight in each) / total
                for each, total in zip(pulls, weights, strict=True)
            ]
            _spread(row, wishes, weights)
    for row in rows:
        # What is nearly straight is made straight.
        nearest = [
            min((each.x for each in node.above), key=lambda x: abs(x - node.x), default=node.x)
            for node in row
        ]
        wishes = [
            near if abs(near - node.x) < NEARLY else node.x for near, node in zip(nearest, row, strict=True)
        ]
        _spread(row, wishes, [1.0] * len(row))


def _pull(one: Node, other: Node) -> float:
    """How much two neighbours want to be in line: long lines most, a stage's many ways least."""
    if one.is_line and other.is_line:
        return 16.0
    if one.is_line or other.is_line:
        return 2.0
    action, stage = (one, other) if one.action else (other, one)
    return 4.0 if stage in action.below else 1.0


def _spread(row: list[Node], wishes: Sequence[float], weights: Sequence[float]) -> None:
    """The nearest places to what is wished for that keep order and gaps (pool adjacent violators)."""
    offsets = [0.0]
    for left, right in pairwise(row):
        gap = LINE_GAP if left.is_line or right.is_line else GAP
        offsets.append(offsets[-1] + (left.width + right.width) / 2 + gap)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for wish, offset, weight in zip(wishes, offsets, weights, strict=True):
        mean, heavy, many = wish - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other, other_weight, count = pools.pop()
            mean = (mean * heavy + other * other_weight) / (heavy + other_weight)
            heavy, many = heavy + other_weight, many + count
        pools.append((mean, heavy, many))
    places = [mean for mean, _, many in pools for _ in range(many)]
    for node, place, offset in zip(row, places, offsets, strict=True):
        node.x = place + offset
