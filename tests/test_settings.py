"""Settings are checked at start-up, each with words that say how to put it right."""

from pathlib import Path
from typing import Any

import pytest

from grantflow.errors import SettingsError
from grantflow.settings import contrast_with_white, load_settings

SECRET = "k" * 40
REAL: dict[str, Any] = {
    "DEMO": "", "SECRET_KEY": SECRET, "CLOCK_FILE": "", "BASE_URL": "http://127.0.0.1:8000", "SECURE_COOKIES": ""
}  # fmt: skip


def test_a_real_service_runs_with_a_secret_key() -> None:
    settings = load_settings(REAL)

    assert settings.secret_key == SECRET
    assert settings.DEMO is False
    assert settings.CLOCK_FILE is None


def test_a_real_service_speaks_tls_with_cookies_that_do_too() -> None:
    settings = load_settings(REAL | {"BASE_URL": "https://grants.example.org", "SECURE_COOKIES": "1"})

    assert settings.SECURE_COOKIES is True


def test_a_demonstration_needs_no_secret() -> None:
    assert load_settings({"DEMO": "1", "SECRET_KEY": ""}).secret_key


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be at least 32 characters"),
        ({"CLOCK_FILE": "/tmp/clock"}, "CLOCK_FILE moves the clock"),
        ({"BASE_URL": "https://grants.example.org"}, "set SECURE_COOKIES=1"),
        ({"DEMO": "1", "SECURE_COOKIES": "1"}, "DEMO lets anyone sign in as anyone"),
        ({"ACCENT_COLOUR": "#ffff00"}, "too pale to read"),
        ({"ACCENT_COLOUR": "teal"}, "write the accent colour as # and six digits"),
        ({"TRUSTED_PROXIES": "several"}, "TRUSTED_PROXIES"),
    ],
)
def test_a_setting_that_cannot_be_run_on_is_refused_in_words(given: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=r"config\.py: ") as refusal:
        load_settings(REAL | given)

    assert words in str(refusal.value)


@pytest.mark.parametrize(
    "address", ["postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"]
)
def test_any_way_to_write_a_postgresql_address_will_do(address: str) -> None:
    assert load_settings(REAL | {"DATABASE_URL": address}).DATABASE_URL == "postgresql+psycopg://u:p@h/d"


def test_the_path_of_a_sqlite_file_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert (
        f"sqlite:///{tmp_path / 'x.db'}"
        == load_settings(REAL | {"DATABASE_URL": "sqlite:///x.db"}).DATABASE_URL
    )


def test_settings_do_not_change_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings(REAL).DEMO = True  # type: ignore[misc]


def test_contrast_is_counted_as_the_guidelines_do() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)
