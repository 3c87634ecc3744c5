"""What the code promises about itself, read from the code: who writes a stage, who commits, who tells the time."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import grantflow
from grantflow.web.soundness import reasons_without_words

PACKAGE = Path(grantflow.__file__).parent
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 50


def modules() -> Iterator[tuple[str, str, ast.Module]]:
    """Every module's path inside the package, its text and its tree. Migrations are history, not code to tidy."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith("migrations/versions/"):
            text = path.read_text(encoding="utf-8")
            yield name, text, ast.parse(text)


MODULES = list(modules())


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def written(node: ast.AST) -> list[ast.expr]:
    """What a statement writes to."""
    match node:
        case ast.Assign(targets=targets):
            return [
                each
                for target in targets
                for each in ([*target.elts] if isinstance(target, ast.Tuple) else [target])
            ]
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return [target]
    return []


def test_one_function_writes_a_stage() -> None:
    writers = {
        f"{name}:{function.name}"
        for name, _, tree in MODULES
        for function in functions(tree)
        for node in ast.walk(function)
        for target in written(node)
        if isinstance(target, ast.Attribute) and target.attr == "stage"
    }
    # A case begins its life in `open_case` and moves in `take_action`.
    assert writers == {"casework/commands.py:open_case", "casework/commands.py:take_action"}


def test_no_statement_writes_a_stage_past_the_models() -> None:
    """`update(Case).values(stage=…)`, `setattr(case, "stage", …)` and raw SQL would go round `take_action`."""
    past = {
        name
        for name, _, tree in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (_sets_values(node) or _sets_attribute(node))
    }
    assert past <= SET_BY_NAME


# Where the fields of a form, each named there, are set one after the other.
SET_BY_NAME = {"funds/commands.py", "learning/commands.py", "monitoring/commands.py"}


def test_only_the_edges_begin_a_transaction() -> None:
    """A command never commits: whoever calls it owns the transaction."""
    edges = ("web/", "cli.py", "demo/", "walk/", "db.py")
    inside = {
        name
        for name, _, tree in MODULES
        if not name.startswith(edges) and not name.endswith("/jobs.py") and "unit_of_work" in _names_in(tree)
    }
    committing = {name for name, text, _ in MODULES if ".commit()" in text}

    assert inside <= JOB_HANDLERS
    assert committing == {"db.py", "migrations/env.py"}


# Modules outside jobs.py that hold what the worker runs; each opens a unit of work of its own.
JOB_HANDLERS = {"assessment/commands.py", "notices/packs.py", "notices/post.py"}


def test_only_the_clock_tells_the_time() -> None:
    """Anything else gets its time from an occasion, so that a test or the demonstration can move it."""
    tellers = [
        f"{name}:{node.lineno}"
        for name, _, tree in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]
    assert [each for each in tellers if not each.startswith("core/clock.py")] == []


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("dbos", "jobs/"),
        ("weasyprint", "notices/press.py"),
        ("docx", "notices/word.py"),
        ("xlsxwriter", "reports/spreadsheets.py"),
    ],
)
def test_a_library_is_known_in_one_place(library: str, home: str) -> None:
    importers = {
        name
        for name, _, tree in MODULES
        for node in ast.walk(tree)
        for imported in _imported(node)
        if imported.split(".")[0] == library
    }
    assert {name for name in importers if not name.startswith(home)} == set()


def test_files_stay_short() -> None:
    long = {name: text.count("\n") for name, text, _ in MODULES if text.count("\n") > MOST_LINES}

    assert long == {}


def test_functions_stay_short() -> None:
    long = {
        f"{name}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for name, _, tree in MODULES
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name, _, tree in MODULES if not ast.get_docstring(tree)] == []


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils.py", "helpers.py", "common.py", "base.py", "services.py", "managers.py", "misc.py"}

    assert [name for name, _, _ in MODULES if Path(name).name in drawers] == []


def test_every_reason_to_refuse_has_words() -> None:
    assert [str(problem) for problem in reasons_without_words()] == []


def _names_in(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _sets_values(call: ast.Call) -> bool:
    named = any(each.arg == "stage" for each in call.keywords)
    return isinstance(call.func, ast.Attribute) and call.func.attr == "values" and named


def _sets_attribute(call: ast.Call) -> bool:
    """`setattr` with the name of a stage, or with a name that only running it would tell."""
    if not isinstance(call.func, ast.Name) or call.func.id != "setattr":
        return False
    return not isinstance(call.args[1], ast.Constant) or call.args[1].value == "stage"


def _imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [each.name for each in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
    return []
