"""One browser and one server for all journeys; a database and a folder of cookies for each."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.journeys.site import Site, as_in_production
from tests.notices.mail_server import a_mail_server
from tools.system import find_chromium

# It runs as root in CI, has no screen, and is not to talk to anybody but us.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Pages look the same on either database, so they are looked at on one."""
    if config.getoption("--database") == "sqlite":
        return
    alike = [item for item in items if item.path == Path(__file__).parent / "test_pages.py"]
    config.hook.pytest_deselected(items=alike)
    items[:] = [item for item in items if item not in alike]


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """A story needs no list of its requests."""


@pytest.fixture(scope="package")
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def _address(_app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, _app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(app: Flask, _browser: Browser, _address: str, tmp_path: Path) -> Iterator[Site]:
    with a_mail_server() as mail, as_in_production(app, _address, mail, tmp_path):
        site = Site(app, _address, _browser, mail)
        yield site
        site.close()
    assert site.faults == []
