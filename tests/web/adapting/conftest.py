"""It is noon on 23 November 2026."""

from collections.abc import Iterator

import pytest

from tests.web.browser import clock_at


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock_at():
        yield
