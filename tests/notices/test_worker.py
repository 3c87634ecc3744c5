"""The command line's own worker sends letters, and leaves one that it cannot send for a person to see."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from grantflow.applications.models import Application
from grantflow.casework.queries import timeline
from grantflow.db import db
from grantflow.notices.queries import list_letters
from tests.jobs.processes import ROOT, environment, wait_until
from tests.notices.cases import MARGARET, a_sent_application, promise, the_letter
from tests.notices.mail_server import MailServer, a_mail_server


def test_a_worker_sends_a_letter(app: Flask) -> None:
    application = a_sent_application()
    promise("acknowledgement", application)

    with a_mail_server() as mail, working(app, mail):
        wait_until(lambda: is_at(application, "sent"))

    assert len(mail.to(MARGARET)) == 1


def test_a_letter_that_is_refused_every_time_waits_for_an_officer_with_the_reason(app: Flask) -> None:
    application = a_sent_application()
    promise("acknowledgement", application)

    with a_mail_server() as mail:
        mail.refuse[MARGARET] = "550 no such person here"
        with working(app, mail):
            wait_until(lambda: is_at(application, "failed"))

    assert "no such person here" in timeline([the_letter(application).id])[0].note


@contextmanager
def working(app: Flask, mail: MailServer) -> Iterator[None]:
    db.session.rollback()
    files = str(app.extensions["settings"].FILES_URL)
    more = {"SMTP_URL": mail.url, "FILES_URL": files, "WORKER_RETRY_SECONDS": "0.05"}
    command = [sys.executable, "-m", "grantflow", "worker", "--name", "one"]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment(app, **more), stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(30)


def is_at(application: Application, stage: str) -> bool:
    db.session.rollback()
    db.session.expire_all()
    return [letter.stage for letter in list_letters([application.id])] == [stage]
