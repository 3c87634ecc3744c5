"""What looks like a particular person is pointed out before it is saved: taken out, unless somebody says it is nobody.

What was found is quoted on the page that it was typed on and nowhere else: not in the record, not in a log.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import get_template_attribute, request
from flask_wtf import FlaskForm
from markupsafe import Markup

from grantflow.core.identity import Sort, find, without
from grantflow.core.marks import mark_of

CHOICE = "people:"
TAKE_OUT, KEEP = "out", "keep"
LOOKS_LIKE = {
    Sort.BIRTH: "a date of birth",
    Sort.CRN: "a case number (CRN)",
    Sort.PNC: "a police number (PNC)",
    Sort.PRISON: "a prison number",
    Sort.NHS: "an NHS number",
    Sort.INSURANCE: "a National Insurance number",
    Sort.ADDRESS: "somebody’s address",
    Sort.PHONE: "a phone number",
    Sort.EMAIL: "an email address",
}


@dataclass(frozen=True)
class Pointed:
    """A box in whose text something looks like a person: what was found, each with what it looks like."""

    name: str
    label: str
    quotes: tuple[tuple[str, str], ...]
    mark: str


@dataclass(frozen=True)
class Look:
    """What to keep of a text. `pointed`: nothing, until a person has chosen. `confirmed`: they say it is nobody."""

    text: str
    pointed: Pointed | None = None
    confirmed: tuple[Sort, ...] = ()


def look_over(name: str, label: str, text: str) -> Look:
    """Judge one text by what was chosen about the same finds on the page before. Other finds are asked about anew."""
    finds = find(text)
    if not finds:
        return Look(text)
    mark = mark_of(*(each.words for each in finds))
    match request.form.get(f"{CHOICE}{name}", "").partition(":"):
        case (choice, _, of) if of == mark and choice == KEEP:
            return Look(text, confirmed=tuple(dict.fromkeys(each.sort for each in finds)))
        case (choice, _, of) if of == mark and choice == TAKE_OUT:
            return Look(without(text))
    quotes = tuple(dict.fromkeys((each.words, LOOKS_LIKE[each.sort]) for each in finds))
    return Look(text, Pointed(name, label, quotes, mark))


def choice_of(pointed: Pointed) -> Markup:
    """What stands behind the question: the words that were found, and what to do with them."""
    shown: Markup = get_template_attribute("components/people.html", "people_choice")(pointed)
    return shown


class PeopleForm(FlaskForm):
    """A form whose long boxes may tell of people on probation. `looked_over` names those boxes."""

    looked_over: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.pointed: dict[str, Pointed] = {}
        self.confirmed: dict[str, tuple[Sort, ...]] = {}
        super().__init__(*args, **kwargs)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        clean: bool = super().validate(extra_validators)
        for name in self.looked_over:
            field = self[name]
            look = look_over(name, field.label.text, field.data or "")
            field.data = look.text
            if look.pointed:
                self.pointed[name] = look.pointed
            elif look.confirmed:
                self.confirmed[name] = look.confirmed
        return clean and not self.pointed
