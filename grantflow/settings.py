"""Typed, frozen settings, read once from `config.py` and checked at start-up."""

import re
import runpy
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, field_validator, model_validator

from grantflow.content import content_root
from grantflow.errors import SettingsError


def _flag(value: object) -> object:
    return value.strip().lower() in {"1", "true", "yes", "on"} if isinstance(value, str) else value


def _path_or_none(value: object) -> object:
    return value or None


Flag = Annotated[bool, BeforeValidator(_flag)]

DEMO_SECRET = "a demonstration keeps no secrets, so this key may be known"


class Settings(BaseModel):
    """What a deployment may choose. Unknown names in `config.py` are left alone; missing ones are refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    DATABASE_URL: str
    FILES_URL: str
    SECRET_KEY: str
    BASE_URL: str
    SECURE_COOKIES: Flag
    TRUSTED_PROXIES: int
    FUNDER_NAME: str
    ACCENT_COLOUR: str
    FUNDER_ADDRESS: str
    FUNDER_PHONE: str
    FUNDER_WEBSITE: str
    SMTP_URL: str
    MAIL_FROM: str
    DEMO: Flag
    CLOCK_FILE: Annotated[Path | None, BeforeValidator(_path_or_none)]
    WORKER_NAME: str
    WORKER_THREADS: int
    WORKER_RETRY_SECONDS: float

    @field_validator("DATABASE_URL")
    @classmethod
    def name_the_driver(cls, value: str) -> str:
        """Accept the address as hosts give it, say which driver speaks it, and make a file's path whole."""
        if (file := value.removeprefix("sqlite:///")) != value:
            return f"sqlite:///{Path(file).resolve()}"
        return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", value)

    @field_validator("BASE_URL")
    @classmethod
    def without_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("ACCENT_COLOUR")
    @classmethod
    def readable_on_white(cls, value: str) -> str:
        """WCAG 2.2, 1.4.3: text needs a contrast of 4.5 to 1."""
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            raise ValueError("write the accent colour as # and six digits, such as #1f5c57")
        if contrast_with_white(value) < 4.5:
            raise ValueError(f"{value} on white is too pale to read; choose a darker colour")
        return value

    @model_validator(mode="after")
    def safe_to_run(self) -> "Settings":
        """A real service has a secret key and a real clock; a demonstration may do without."""
        if not self.DEMO and len(self.SECRET_KEY) < 32:
            raise ValueError("SECRET_KEY must be at least 32 characters (or set DEMO=1 to try things out)")
        if not self.DEMO and self.CLOCK_FILE:
            raise ValueError("CLOCK_FILE moves the clock, which only a demonstration may do; unset it")
        if not self.DEMO and self.BASE_URL.startswith("https:") and not self.SECURE_COOKIES:
            raise ValueError(
                "BASE_URL is https, so set SECURE_COOKIES=1: a session must not travel without it"
            )
        if self.DEMO and self.SECURE_COOKIES:
            raise ValueError(
                "DEMO lets anyone sign in as anyone; a service with SECURE_COOKIES may not use it"
            )
        return self

    @property
    def secret_key(self) -> str:
        return self.SECRET_KEY or DEMO_SECRET


def load_settings(overrides: dict[str, Any] | None = None) -> Settings:
    """Execute `config.py` and check what it says.

    :raises SettingsError: naming each setting that is wrong and how to put it right
    """
    values = runpy.run_path(str(content_root() / "config.py"))
    names = {name: value for name, value in values.items() if name.isupper()} | (overrides or {})
    try:
        return Settings.model_validate(names)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in each['loc']) or 'settings'}: {each['msg'].removeprefix('Value error, ')}"
            for each in error.errors()
        )
        raise SettingsError(f"config.py: {problems}") from error


def contrast_with_white(colour: str) -> float:
    """The WCAG contrast ratio (1 to 21) of a `#rrggbb` colour against white."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
