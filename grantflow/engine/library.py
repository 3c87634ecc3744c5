"""The library: every version of every workflow, form and tiers file, read once and checked as it is read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeVar

from grantflow.engine.form import Form
from grantflow.engine.form import parse_form as form_named
from grantflow.engine.strict import named_by, parse
from grantflow.engine.tiers import Tiers
from grantflow.engine.workflow import Workflow, loose_ends
from grantflow.errors import ContentError, NotFound, Problem

Kind = Literal["workflow", "form", "tiers"]
Content = TypeVar("Content")
Versions = Mapping[tuple[str, int], Content]

TIERS = "tiers"


@dataclass(frozen=True)
class Definition:
    """One file as it was written, to be kept with whatever opens on it. `file` is its path under the root."""

    kind: Kind
    key: str
    version: int
    file: str
    body: str

    @property
    def sha256(self) -> str:
        return sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True)
class Library:
    """Everything by (key, version). Leaving the version out asks for the newest."""

    files: tuple[Definition, ...]
    workflows: Versions[Workflow]
    forms: Versions[Form]
    tiers_files: Versions[Tiers]

    @classmethod
    def load(cls, root: Path) -> "Library":
        """:raises ContentError: with every problem in every file"""
        problems: list[Problem] = []
        files = tuple(_definitions(root, problems))
        workflows = _parsed("workflow", parse_workflow, files, problems)
        forms = _parsed("form", parse_form, files, problems)
        tiers_files = _parsed("tiers", parse_tiers, files, problems)
        if problems:
            raise ContentError(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
        return cls(files, workflows, forms, tiers_files)

    def definitions(self) -> list[Definition]:
        return list(self.files)

    def has(self, kind: Kind, key: str, version: int) -> bool:
        return any((file.kind, file.key, file.version) == (kind, key, version) for file in self.files)

    def workflow(self, key: str, version: int | None = None) -> Workflow:
        return _pick(self.workflows, "workflow", key, version)

    def form(self, key: str, version: int | None = None) -> Form:
        return _pick(self.forms, "form", key, version)

    def tiers(self, version: int | None = None) -> Tiers:
        return _pick(self.tiers_files, "tiers file", TIERS, version)


def parse_workflow(body: str, where: str) -> Workflow:
    """Read a workflow, from a file or from what a round kept. `where` is its path, which names it.

    :raises ContentError: if it cannot be read, or names a stage or action that it does not have
    """
    key, version = named_by(where)
    workflow = parse(Workflow, body, where, key=key, version=version)
    if problems := list(loose_ends(workflow, where)):
        raise ContentError(problems)
    return workflow


def parse_form(body: str, where: str) -> Form:
    """:raises ContentError: if it cannot be read, or names a question that it does not have"""
    key, version = named_by(where)
    return form_named(body, where, key=key, version=version)


def parse_tiers(body: str, where: str) -> Tiers:
    """:raises ContentError: if it cannot be read, or does not add up"""
    key, version = named_by(where)
    return parse(Tiers, body, where, key=key, version=version)


def _definitions(root: Path, problems: list[Problem]) -> Iterator[Definition]:
    for folder in ("workflows", "forms"):
        for path in sorted((root / folder).glob("*/*.toml")):
            where = path.relative_to(root).as_posix()
            try:
                key, version = named_by(where)
                # Bytes, so that the body and its hash are the file's own to the last line ending.
                body = path.read_bytes().decode()
            except ContentError as error:
                problems.extend(error.problems)
            except UnicodeDecodeError:
                problems.append(Problem(where, "", "not UTF-8 text", "Save it again as UTF-8"))
            else:
                yield Definition(_kind(folder, key), key, version, where, body)


def _kind(folder: str, key: str) -> Kind:
    if folder == "forms":
        return "form"
    return "tiers" if key == TIERS else "workflow"


def _parsed(
    kind: Kind,
    parse_body: Callable[[str, str], Content],
    files: tuple[Definition, ...],
    problems: list[Problem],
) -> Versions[Content]:
    parsed: dict[tuple[str, int], Content] = {}
    for file in files:
        if file.kind == kind:
            try:
                parsed[file.key, file.version] = parse_body(file.body, file.file)
            except ContentError as error:
                problems.extend(error.problems)
    return parsed


def _pick(known: Versions[Content], what: str, key: str, version: int | None) -> Content:
    versions = [number for name, number in known if name == key]
    wanted = max(versions, default=0) if version is None else version
    if wanted not in versions:
        raise NotFound(what, key if version is None else f"{key} {version}")
    return known[key, wanted]
