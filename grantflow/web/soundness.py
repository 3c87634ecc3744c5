"""Everything that can be known to be wrong before the first page is served: content, templates, words that lack."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from jinja2 import Environment, TemplateSyntaxError

from grantflow import catalogue, rendering
from grantflow.engine.check import problems
from grantflow.engine.library import Library
from grantflow.engine.strict import nearest
from grantflow.errors import ContentError, Problem
from grantflow.web import words
from grantflow.web.phrases import REASONS
from grantflow.web.plain_words import hard_to_read

STRICT_FOLDERS = ("letters", "summaries", "papers", "emails")
PACKAGE = Path(__file__).parent.parent
# Refusals of answers find their words beside the questions, in engine/refusals.py.
WITH_WORDS_OF_THEIR_OWN = {PACKAGE / "engine" / "questions.py", PACKAGE / "engine" / "tables.py"}


def everything_unsound(root: Path) -> list[Problem]:
    """All problems in the content under a root, in order of file; none means that it may be served."""
    try:
        library = Library.load(root)
        found = problems(library, catalogue.known_names(root / "templates"))
        found += hard_to_read(library, root / "templates")
    except ContentError as error:
        found = list(error.problems)
    return [*found, *broken_templates(root / "templates"), *reasons_without_words()]


def broken_templates(folder: Path) -> Iterator[Problem]:
    """Templates that cannot be compiled, with the line. Letters and emails know fewer filters than pages do."""
    pages, strict = page_environment(), rendering.environment()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".html", ".txt"}:
            where = path.relative_to(folder)
            yield from _compiled(
                strict if where.parts[0] in STRICT_FOLDERS else pages, path, where.as_posix()
            )


def page_environment() -> Environment:
    """The filters and names that pages have, joined to no database."""
    app = Flask("grantflow", template_folder=None)
    words.register(app)
    return app.jinja_env


def reasons_without_words() -> Iterator[Problem]:
    """Refusals that no phrase is written for: keys named in `Reason(...)`, or returned by a rule."""
    for path in sorted(set(PACKAGE.rglob("*.py")) - WITH_WORDS_OF_THEIR_OWN):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node, key in [*_named(tree), *(_ruled(tree) if path.name == "rules.py" else [])]:
            if key not in REASONS:
                where = f"grantflow/{path.relative_to(PACKAGE).as_posix()}"
                yield Problem(
                    where,
                    key,
                    "this reason has no words",
                    "Write them in grantflow/web/phrases.py",
                    node.lineno,
                )


def _named(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Every `Reason("key", …)`."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Reason"
            and node.args
        ):
            yield from _words_in(node.args[0])


def _ruled(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """What the functions of a `rules.py` return, where they return a key or nothing."""
    for function in ast.walk(tree):
        if (
            isinstance(function, ast.FunctionDef)
            and function.returns
            and ast.unparse(function.returns) == "str | None"
        ):
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value is not None:
                    yield from _words_in(node.value)


def _words_in(value: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    match value:
        case ast.Constant(value=str(key)):
            yield value, key
        case ast.IfExp(body=one, orelse=other):
            yield from _words_in(one)
            yield from _words_in(other)


def _compiled(environment: Environment, path: Path, where: str) -> Iterator[Problem]:
    try:
        environment.compile(path.read_text(encoding="utf-8"), where, str(path))
    except TemplateSyntaxError as error:
        problem = error.message or "cannot be read"
        unknown = re.fullmatch(r"No (filter|test) named '(\w+)'\.?", problem)
        names = {"filter": environment.filters, "test": environment.tests}
        fix = nearest(unknown[2], names[unknown[1]]) if unknown else "Put this line right"
        yield Problem(f"templates/{where}", "", problem, fix, error.lineno)
