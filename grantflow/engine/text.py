"""Words in content: a string is English, a table holds the same words in English and Welsh."""

from typing import Any

from pydantic import model_validator

from grantflow.engine.strict import StrictModel


class Text(StrictModel):
    en: str
    cy: str = ""

    @model_validator(mode="before")
    @classmethod
    def _a_string_is_english(cls, value: Any) -> Any:
        return {"en": value} if isinstance(value, str) else value

    def say(self, language: str = "en") -> str:
        """The words in a language, or in English until someone has translated them."""
        return (self.cy if language == "cy" else "") or self.en

    def __str__(self) -> str:
        return self.en

    def __bool__(self) -> bool:
        return bool(self.en)


NO_TEXT = Text(en="")
