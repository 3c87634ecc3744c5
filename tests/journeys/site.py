"""The app at an address of its own, and people who look at it with a real browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from grantflow.accounts.models import User
from grantflow.core.clock import Clock
from grantflow.db import db
from tests.conftest import NOON
from tests.jobs_inline import run_jobs
from tests.notices.mail_server import MailServer

PATIENCE = 15_000  # milliseconds


@dataclass
class Site:
    """What goes wrong in a browser while a story is told is kept in `faults`."""

    app: Flask
    address: str
    browser: Browser
    mail: MailServer
    faults: list[str] = field(default_factory=list)
    _open: list[BrowserContext] = field(default_factory=list)

    def visitor(self, *, phone: bool = False, script: bool = True) -> Page:
        """Somebody with a browser of their own, whom nobody knows."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": 320, "height": 568} if phone else {"width": 1280, "height": 900},
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        self._open.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._note_failure)
        page.on("response", self._note_answer)
        return page

    def signed_in(self, user: User, *, phone: bool = False, script: bool = True) -> Page:
        page = self.visitor(phone=phone, script=script)
        self.sign_in(page, user)
        return page

    def sign_in(self, page: Page, user: User) -> None:
        """As if this person had just signed in there, in place of whoever was."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        session = signer.dumps({"user_id": str(user.id), "epoch": user.session_epoch, "proven": True})
        page.context.add_cookies(
            [{"name": self.app.config["SESSION_COOKIE_NAME"], "value": session, "url": self.address}]
        )

    def do_jobs(self) -> None:
        """Everything that was promised meanwhile, as the worker would: with nothing read beforehand."""
        look_again()
        failed = [
            f"{ran.job.name} {ran.job.args}: {ran.problem}" for ran in run_jobs(self.app) if ran.problem
        ]
        assert not failed, failed

    def link_in_email(self, address: str, subject: str) -> str:
        """The first link to this site in the newest email to somebody with these words above it."""
        self.do_jobs()
        found = [each for each in self.mail.to(address) if subject in str(each["Subject"])]
        assert found, f"nobody wrote to {address} about “{subject}”"
        links: list[str] = re.findall(rf"{re.escape(self.address)}/\S+", found[-1].get_content())
        return links[0]

    def close(self) -> None:
        for context in self._open:
            context.close()

    def _note_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left meanwhile
            self.faults.append(f"{request.url}: {request.failure}")

    def _note_answer(self, response: Response) -> None:
        """A page may be refused on purpose; what a page is made of is always there."""
        if response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{response.url}: {response.status}")


def look_again() -> None:
    """Forget what the test itself has read, so that it sees what was done in the browser."""
    db.session.rollback()
    db.session.expire_all()


@contextmanager
def as_in_production(app: Flask, address: str, mail: MailServer, folder: Path) -> Iterator[None]:
    """It is noon on 23 November 2026 for the app and nobody else, forms are protected, and errors become pages.

    The clock is moved as a demonstration's is: cookies and everything that a browser sees keep the real time.
    """
    moved = Clock(folder / "clock")
    moved.move(NOON - datetime.now(UTC))
    settings = app.extensions["settings"].model_copy(update={"BASE_URL": address, "SMTP_URL": mail.url})
    extensions = {"clock": moved, "settings": settings}
    config = {"WTF_CSRF_ENABLED": True, "PROPAGATE_EXCEPTIONS": False}
    before = ({key: app.extensions[key] for key in extensions}, {key: app.config[key] for key in config})
    app.extensions.update(extensions)
    app.config.update(config)
    yield
    app.extensions.update(before[0])
    app.config.update(before[1])
