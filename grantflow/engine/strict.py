"""Reads TOML strictly. Whatever is wrong, the error names the file, the place in it and the fix."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError, to_json

from grantflow.errors import ContentError, Problem

Place = Sequence[str | int]


class StrictModel(BaseModel):
    """Content as it was written: no unknown keys, no guessing at types, no later changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Model = TypeVar("Model", bound=StrictModel)


def parse(model: type[Model], body: str, where: str, **named: str | int) -> Model:
    """Read a TOML body into a model.

    `named` is what the file's path says (its key and version), so the file itself may not say it again.

    :raises ContentError: with every problem, each with its place and its fix
    """
    data = read_toml(body, where)
    if repeated := sorted(named.keys() & data.keys()):
        raise ContentError(_said_by_the_path(body, where, repeated))
    try:
        # As JSON, strict reading takes an array for a tuple and a word for an enum, and nothing else.
        return model.model_validate_json(to_json(data | named))
    except ValidationError as error:
        raise ContentError(
            _problem(details, model, data, body, where) for details in error.errors()
        ) from None


def named_by(where: str) -> tuple[str, int]:
    """The key and version that a path gives: `workflows/award/2.toml` is ("award", 2)."""
    path = PurePosixPath(where)
    if not re.fullmatch(r"[1-9][0-9]*\.toml", path.name):
        fix = "Name it after its version: 1.toml, then 2.toml"
        raise ContentError([Problem(where, "", "a file's name is its version", fix)])
    return path.parent.name, int(path.stem)


def read_toml(body: str, where: str) -> dict[str, Any]:
    """:raises ContentError: if this is not TOML, with the line"""
    try:
        return tomllib.loads(body)
    except tomllib.TOMLDecodeError as error:
        problem, _, at = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", at)
        number = int(line[1]) if line else body.count("\n") + 1
        fix = "Texts need quotes, lists need square brackets, and a key is written once"
        raise ContentError([Problem(where, "", problem, fix, number)]) from None


def wrong(problem: str, fix: str) -> PydanticCustomError:
    """What a model's own validator raises, so that its error has a fix as well."""
    # Braces are placeholders to pydantic, so the words go in as values.
    return PydanticCustomError("wrong", "{problem}", {"problem": problem, "fix": fix})


def nearest(word: str, known: Iterable[str]) -> str:
    """The fix for a name nobody knows: the one that was probably meant, or all there are."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"Use one of: {', '.join(names)}" if names else "Remove it"


def _said_by_the_path(body: str, where: str, repeated: list[str]) -> Iterator[Problem]:
    for key in repeated:
        line = _line_of(body, [key])
        yield Problem(where, key, "the file's path already says this", "Remove it", line)


def _problem(
    details: ErrorDetails, model: type[BaseModel], data: dict[str, Any], body: str, where: str
) -> Problem:
    place = details["loc"]
    return Problem(
        where,
        _path(place, data),
        _words(details),
        _fix(details, model),
        _line_of(body, place),
    )


def _words(details: ErrorDetails) -> str:
    match details["type"]:
        case "extra_forbidden":
            return "unknown key"
        case "missing":
            return "missing"
        case "string_pattern_mismatch":
            return f"'{details['input']}' is not spelt as this kind of name is"
        case _:
            words = details["msg"].removeprefix("Value error, ").removeprefix("Input ")
            return words[:1].lower() + words[1:]


_FIXES = {
    "string_type": "Put it in quotes",
    "int_type": "Write a whole number, without quotes",
    "bool_type": "Write true or false, without quotes",
    "tuple_type": "Put it in square brackets",
    "model_type": "Write a table",
    "string_pattern_mismatch": "Small letters: keys have hyphens, permissions a colon, dates underscores",
}


def _fix(details: ErrorDetails, model: type[BaseModel]) -> str:
    place, kind, context = details["loc"], details["type"], details.get("ctx", {})
    if kind == "wrong":
        return str(context["fix"])
    if kind == "extra_forbidden":
        return nearest(str(place[-1]), _keys_at(model, place[:-1]))
    if kind == "missing":
        return f"Add {place[-1]} = …"
    if kind in ("enum", "literal_error"):
        return nearest(str(details["input"]), re.findall(r"'([^']*)'", str(context["expected"])))
    return _FIXES.get(kind, "")


def _keys_at(model: type[BaseModel], place: Place) -> set[str]:
    """The keys that a file may use at a place, found by walking the models' own fields."""
    models = {model}
    for step in place:
        annotations = [
            field.annotation
            for each in models
            for name, field in each.model_fields.items()
            if step in (field.alias, name)
        ]
        # A step that is no field is a position in a list or the name of a choice: the models stay.
        models = {found for each in annotations for found in _models_in(each)} or models
    return {field.alias or name for each in models for name, field in each.model_fields.items()}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _path(place: Place, data: Any) -> str:
    """Where in the file, using items' own keys where they have one: `stage[panel].label`."""
    path = ""
    for step in place:
        data = _inside(data, step)
        if isinstance(step, int):
            name = data.get("key") if isinstance(data, dict) else None
            path += f"[{name or step + 1}]"
        else:
            path += f".{step}" if path else step
    return path


def _inside(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return data


def _line_of(body: str, place: Place) -> int | None:
    """The line a place is on, as near as the headers and keys tell. Counts from 1."""
    lines = body.splitlines()
    at, header, found = 0, "", None
    for step, inner in zip_longest(place, place[1:]):
        if isinstance(step, str) and isinstance(inner, int):
            header = f"{header}.{step}" if header else step
            starts = [
                number
                for number, line in enumerate(lines[at:], start=at + 1)
                if line.split("#")[0].replace(" ", "").strip() == f"[[{header}]]"
            ]
            if inner >= len(starts):
                return _line_with_key(lines, at, step) or found
            at = found = starts[inner]
        elif isinstance(step, str):
            return _line_with_key(lines, at, step) or found
    return found


def _line_with_key(lines: list[str], at: int, key: str) -> int | None:
    for number, line in enumerate(lines[at:], start=at + 1):
        if line.startswith("["):
            return None
        if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]", line):
            return number
    return None
