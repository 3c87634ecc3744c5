"""Small forms to try things on, and a page to put them on."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import html5lib
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.datastructures import MultiDict

from grantflow.content import content_root
from grantflow.engine.builder import SectionForm, section_form
from grantflow.engine.form import Form, Question
from grantflow.engine.strict import StrictModel

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


class _One(StrictModel):
    question: Question


def a_question(type_: str = "text", key: str = "it", **settings: Any) -> Question:
    needed: dict[str, Any] = {
        "long-text": {"max_words": 100},
        "one-of": {"choices": [{"value": "tea", "label": "Tea"}, {"value": "milk", "label": "Milk"}]},
        "many-of": {"choices": [{"value": "tea", "label": "Tea"}, {"value": "milk", "label": "Milk"}]},
        "table": {
            "columns": [
                {"key": "item", "label": "What for", "type": "text"},
                {"key": "cost", "label": "Cost", "type": "money"},
            ]
        },
    }
    body = {"key": key, "type": type_, "label": "What is it?", "serves": ["use:help"]}
    return Question.model_validate(body | needed.get(type_, {}) | settings, strict=False)


def a_form(*sections: tuple[Question, ...], **conditions: Any) -> Form:
    """Sections are called one, two, three. `two={...}` is the condition of the second."""
    names = ("one", "two", "three")[: len(sections)]
    return Form.model_validate(
        {
            "key": "trial",
            "version": 1,
            "title": "A trial",
            "minutes": 5,
            "section": [
                {"key": name, "title": name.title(), "question": questions, "show_if": conditions.get(name)}
                for name, questions in zip(names, sections, strict=True)
            ],
        },
        strict=False,
    )


def posted(form: Form, *pairs: tuple[str, Any], **more: Any) -> SectionForm:
    """A section as a browser sends it, the first one unless said otherwise."""
    section = more.pop("section", "one")
    return section_form(form, section, answers=more.pop("answers", {}), formdata=MultiDict(pairs), **more)


def opened(form: Form, answers: dict[str, Any], *, section: str = "one", **more: Any) -> SectionForm:
    return section_form(form, section, answers=answers, **more)


def page(form: SectionForm) -> Any:
    """The page as a strict reader sees it."""
    with rendering():
        body = "".join(str(field()) for field in form.asked())
    head = "<!DOCTYPE html><html lang=en><head><title>Trial</title></head>"
    return html5lib.HTMLParser(strict=True).parse(f"{head}<body><form>{body}</form></body></html>")


def found(tree: Any, tag: str, **attributes: str) -> list[Any]:
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return [
        each
        for each in tree.iter(f"{NAMESPACE}{tag}")
        if all(each.get(name) == value for name, value in wanted.items())
    ]


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@contextmanager
def rendering() -> Iterator[None]:
    with _app().test_request_context("/"):
        yield


@cache
def _app() -> Flask:
    app = Flask("trial")
    packages = ("govuk_frontend_jinja", "govuk_frontend_wtf")
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(content_root() / "templates"),
            PrefixLoader({name: PackageLoader(name) for name in packages}),
        ]
    )
    return app
