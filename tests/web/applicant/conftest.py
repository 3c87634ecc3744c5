"""It is noon on 23 November 2026, and there is a mail server for whoever asks for one."""

from collections.abc import Iterator

import pytest

from tests.notices.conftest import mail
from tests.web.browser import clock_at

__all__ = ["mail"]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock_at():
        yield
