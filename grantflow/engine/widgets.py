"""Puts a question on a page with GOV.UK components, and a table with our own. No page needs JavaScript."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from govuk_frontend_wtf.gov_form_base import GovFormBase
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxesInput,
    GovDateInput,
    GovFileInput,
    GovRadioInput,
    GovTextInput,
)
from markupsafe import Markup, escape

from grantflow.core import display
from grantflow.engine import reading, tables
from grantflow.engine.form import Kind
from grantflow.engine.text import Text

if TYPE_CHECKING:
    from grantflow.engine.fields import AnswerField

Params = dict[str, Any]

_OPTIONAL = Text(en="optional", cy="dewisol")
_DATE_PARTS = {
    "day": (Text(en="Day", cy="Diwrnod"), 2),
    "month": (Text(en="Month", cy="Mis"), 2),
    "year": (Text(en="Year", cy="Blwyddyn"), 4),
}
_TABLE_WORDS = {
    "line": Text(en="Line", cy="Llinell"),
    "add": Text(en="Add another line", cy="Ychwanegu llinell arall"),
    "total": Text(en="Total", cy="Cyfanswm"),
    "spare": Text(en="Leave spare lines empty.", cy="Gadewch linellau sbâr yn wag."),
}
_ADDED = Text(en="You have added", cy="Rydych wedi ychwanegu")


class QuestionWidget:
    """Builds a component's parameters from the question. A template may pass more, or other, `params`."""

    def __call__(self, field: "AnswerField", **kwargs: Any) -> Markup:
        component, build = _COMPONENTS[field.question.type]
        params = {**_common(field), **build(field), **kwargs.get("params", {})}
        return Markup(component.render(params)) + field.after


def _common(field: "AnswerField") -> Params:
    params: Params = {"id": field.id, "idPrefix": field.id, "name": field.name}
    if field.note:
        note = Markup('<span class="gf-note">{}</span>').format(field.note)
        params["hint"] = {"html": Markup("{} {}").format(field.description, note)}
    elif field.description:
        params["hint"] = {"text": field.description}
    if field.errors:
        params["errorMessage"] = {"text": field.errors[0]}
    return params


def _label(field: "AnswerField") -> Params:
    return {"label": {"text": _title(field), "classes": "govuk-label--s"}}


def _legend(field: "AnswerField") -> Params:
    # Without `text` the component would drop the legend and say nothing.
    return {"fieldset": {"legend": {"text": _title(field), "classes": "govuk-fieldset__legend--s"}}}


def _title(field: "AnswerField") -> str:
    return (
        field.label.text
        if field.question.required
        else f"{field.label.text} ({_OPTIONAL.say(field.language)})"
    )


def _input(**more: Any) -> Callable[["AnswerField"], Params]:
    def build(field: "AnswerField") -> Params:
        autocomplete = field.question.autocomplete or more.get("autocomplete", "")
        return {**_label(field), "value": field.typed, **more, "autocomplete": autocomplete}

    return build


def _long_text(field: "AnswerField") -> Params:
    words = field.question.max_words or 0
    # Components indent what they enclose. A line break written as a reference cannot be indented, so that an
    # answer comes back from the page as it went in.
    value = Markup(str(escape(field.typed)).replace("\r\n", "\n").replace("\n", "&#10;"))
    return {**_label(field), "value": value, "maxwords": words, "rows": max(4, min(15, words // 16))}


def _radios(field: "AnswerField") -> Params:
    items = _items(field, [field.typed])
    inline = field.question.type is Kind.YES_NO and not field.revealed
    return {**_legend(field), "items": items, "classes": "govuk-radios--inline" if inline else ""}


def _checkboxes(field: "AnswerField") -> Params:
    return {**_legend(field), "items": _items(field, field.typed)}


def _items(field: "AnswerField", typed: list[str]) -> list[Params]:
    items = []
    for option in field.options:
        item = {
            "value": option.value,
            "text": option.label.say(field.language),
            "checked": option.value in typed,
        }
        if option.hint:
            item["hint"] = {"text": option.hint.say(field.language)}
        if option.value in field.revealed:
            item["conditional"] = {"html": Markup("").join(each() for each in field.revealed[option.value])}
        items.append(item)
    return items


def _date(field: "AnswerField") -> Params:
    wrong = " govuk-input--error" if field.errors else ""
    items = [
        {
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "label": _DATE_PARTS[part][0].say(field.language),
            "classes": f"govuk-input--width-{_DATE_PARTS[part][1]}{wrong}",
            "value": field.typed[part],
        }
        for part in reading.DATE_PARTS
    ]
    return {**_legend(field), "items": items}


def _file(field: "AnswerField") -> Params:
    names = [str(each["name"]) for each in field.data or ()]
    added = f"{_ADDED.say(field.language)}: {display.listed(names)}." if names else ""
    hint = " ".join(filter(None, [field.description, added]))
    return {**_label(field), "hint": {"text": hint} if hint else None, "multiple": True}


def _table(field: "AnswerField") -> Params:
    question, language = field.question, field.language
    said = {name: text.say(language) for name, text in _TABLE_WORDS.items()}
    hint = " ".join(filter(None, [field.description, said["spare"]]))
    return {
        **_legend(field),
        "hint": {"text": hint},
        "errorMessages": [said for reason, said in field.refusals if "row" not in reason.facts],
        "rows": [_row(field, number) for number in range(len(field.typed))],
        "words": said,
        "add": f"add-row:{field.name}" if len(field.typed) < question.rows_max else "",
        "total": display.money(tables.running_total(question, field.typed)) if question.money_column else "",
        "focus": len(field.typed) - 1 if field.row_added else None,
    }


def _row(field: "AnswerField", number: int) -> list[Params]:
    errors = {
        str(reason.facts["column"]): said
        for reason, said in field.refusals
        if reason.facts.get("row") == number + 1
    }
    return [
        {
            "id": field.cell_id(number, column.key),
            "name": f"{field.name}-{number}-{column.key}",
            "label": column.label.say(field.language),
            "value": field.typed[number].get(column.key, ""),
            "error": errors.get(column.key, ""),
            "type": column.type,
        }
        for column in field.question.columns
    ]


def _component(template: str) -> Any:
    component = GovFormBase()
    component.template = template
    return component


_COMPONENTS: Mapping[Kind, tuple[Any, Callable[["AnswerField"], Params]]] = {
    Kind.TEXT: (GovTextInput(), _input()),
    Kind.LONG_TEXT: (GovCharacterCount(), _long_text),
    Kind.NUMBER: (GovTextInput(), _input(inputmode="numeric", classes="govuk-input--width-5")),
    Kind.MONEY: (
        GovTextInput(),
        _input(inputmode="decimal", classes="govuk-input--width-10", prefix={"text": "£"}, spellcheck=False),
    ),
    Kind.DATE: (GovDateInput(), _date),
    Kind.YES_NO: (GovRadioInput(), _radios),
    Kind.ONE_OF: (GovRadioInput(), _radios),
    Kind.MANY_OF: (GovCheckboxesInput(), _checkboxes),
    Kind.EMAIL: (GovTextInput(), _input(type="email", autocomplete="email", spellcheck=False)),
    Kind.PHONE: (GovTextInput(), _input(type="tel", autocomplete="tel", classes="govuk-input--width-20")),
    Kind.CHARITY_NUMBER: (GovTextInput(), _input(classes="govuk-input--width-10", spellcheck=False)),
    Kind.FILE: (GovFileInput(), _file),
    Kind.TABLE: (_component("components/table_question.html"), _table),
}
