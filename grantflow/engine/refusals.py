"""The words for an answer that cannot be used: each says what is wrong and how to mend it.

What to say when there is no answer belongs to each question (`missing` in its file). These are for the rest.
"""

from grantflow.engine.form import Kind, Question
from grantflow.engine.text import Text
from grantflow.errors import Reason


def words(reason: Reason, question: Question, language: str = "en") -> str:
    """A refusal as a person reads it. In a table it says which line."""
    if reason.key == "missing" and question.missing:
        return question.missing.say(language)
    text = _MISSING[question.type] if reason.key == "missing" else _WORDS[reason.key]
    labels = {column.key: column.label for column in question.columns}
    label = labels.get(str(reason.facts.get("column")), question.label)
    said = text.say(language).format(label=label.say(language), **reason.facts)
    return f"{_LINE.say(language)} {reason.facts['row']}: {said}" if "row" in reason.facts else said


_LINE = Text(en="Line", cy="Llinell")
_ANSWER = Text(en="Answer “{label}”")
_CHOOSE = Text(en="Choose an answer to “{label}”")
_MISSING = {
    **dict.fromkeys(Kind, _ANSWER),
    Kind.YES_NO: _CHOOSE,
    Kind.ONE_OF: _CHOOSE,
    Kind.MANY_OF: Text(en="Tick at least one answer to “{label}”"),
    Kind.FILE: Text(en="Choose a file for “{label}”"),
    Kind.TABLE: Text(en="Fill in at least one line of “{label}”"),
}
_WORDS = {
    "too-many-words": Text(
        en="Your answer to “{label}” has {count} words. Take out at least {over}: the limit is {limit}, "
        "and up to {most} is fine"
    ),
    "too-many-characters": Text(
        en="Your answer to “{label}” is too long to keep. It has {count} characters and the most is {limit}. "
        "Nothing is lost yet: shorten it here, or copy it somewhere safe first"
    ),
    "cell-missing": Text(en="Fill in “{label}”, or empty the whole line"),
    "cell-too-long": Text(en="For “{label}” use fewer than {limit} characters. You have {count}"),
    "number-unclear": Text(en="For “{label}” use figures only, such as 30"),
    "number-not-whole": Text(en="For “{label}” use a whole number, such as 30"),
    "number-too-small": Text(en="For “{label}” enter {least} or more"),
    "number-too-large": Text(en="For “{label}” enter {most} or less"),
    "money-unclear": Text(en="For “{label}” enter pounds in figures, such as 12,500 or 12,500.50"),
    "money-too-small": Text(en="For “{label}” enter £{least} or more"),
    "money-too-large": Text(en="For “{label}” enter £{most} or less"),
    "date-incomplete": Text(en="For “{label}” enter a day, a month and a year, such as 6 4 2027"),
    "date-unclear": Text(en="For “{label}” use figures, such as 6 4 2027. The year needs four figures"),
    "date-not-real": Text(en="For “{label}” check the day and the month: there is no such date in that year"),
    "date-far-off": Text(en="For “{label}” enter a year from {first} to {last}"),
    "email-has-space": Text(en="For “{label}” take out the space: email addresses have none"),
    "email-unclear": Text(en="For “{label}” enter an email address like name@example.org"),
    "phone-unclear": Text(en="For “{label}” enter a phone number, such as 01632 960 001 or 07700 900 982"),
    "charity-number-unclear": Text(
        en="For “{label}” enter 6 or 7 figures, such as 1234567. In Scotland it starts with SC, "
        "in Northern Ireland with NIC"
    ),
    "not-a-choice": Text(en="For “{label}” choose from the answers in the list"),
    "too-many-rows": Text(
        en="“{label}” has {count} lines and the most is {limit}. Put some of them together"
    ),
    "does-not-add-up": Text(
        en="Your costs add up to {total} but you have asked for {asked}. Change one so that they match"
    ),
}
