"""`release-1000`: a thousand decisions told at once, by one worker and by two, while workers are killed on the way."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
from flask import Flask
from sqlalchemy import func, insert, select

from bench.data import BusyRound, a_busy_round
from bench.figures import Figure
from bench.house import House, a_house
from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import Membership, Organisation, User
from grantflow.applications.models import Application, Decision
from grantflow.casework.commands import take_action
from grantflow.core.references import new_id
from grantflow.db import db, unit_of_work
from grantflow.demo.processes import HOST, PostBox, a_post_box
from grantflow.notices.models import Letter
from grantflow.notices.queries import Telling, telling_of
from grantflow.permissions import Occasion

NUMBER = int(os.environ.get("BENCH_LETTERS", "1000"))
KILLED_AFTER = (0.2, 0.5)  # of the letters
PATIENCE = 1800  # seconds


def measure(_names: list[str]) -> Iterator[Figure]:
    alone = _tell(workers=1, kill=True)
    together = _tell(workers=2, kill=False)
    rate, twice, peak, again = NUMBER / alone[0], NUMBER / together[0], max(alone[1], together[1]), alone[2]
    yield Figure(
        "release-1000", rate, "letters/s", peak_mb=peak,
        note=f"one worker, killed twice on the way, every letter made once, {again} emails handed over a second time; "
        f"two workers {twice:.1f} a second, {twice / rate:.2f} times as many",
    )  # fmt: skip


def _tell(*, workers: int, kill: bool) -> tuple[float, float, int]:
    """Seconds until everyone is told, the most memory of a worker in MB, and emails that went twice."""
    with a_house() as house, a_post_box() as (box, port):
        busy = a_busy_round(house.app, applications=0)
        _hold_decisions(house.app, busy)
        house.environment["SMTP_URL"] = f"smtp://{HOST}:{port}"
        deaths = [round(NUMBER * share) for share in KILLED_AFTER] if kill else []
        begun, peak = time.monotonic(), 0.0
        with _Workers(house, workers) as running:
            while not (telling := _telling(busy)).is_done:
                if time.monotonic() - begun > PATIENCE:
                    raise SystemExit(f"release-1000: {telling} after {PATIENCE} s")
                peak = max(peak, running.megabytes())
                if deaths and telling.sent >= deaths[0]:
                    deaths.pop(0)
                    running.kill_one()
                time.sleep(0.5)
            seconds = time.monotonic() - begun
        return seconds, peak, _hold_against(box)


def _hold_decisions(app: Flask, busy: BusyRound) -> None:
    """So many refusals with feedback, each to a charity of its own, and the button pressed."""
    at = datetime.now(UTC)
    with unit_of_work():
        for number in range(NUMBER):
            organisation = Organisation(name=f"Charity {number}", kind="group", income_pence=1, created_at=at)
            user = User(email=f"c{number}@bench.example", name=f"Person {number}", created_at=at)
            user.memberships.append(Membership(organisation=organisation, rights="submit", created_at=at))
            db.session.add(user)
            db.session.flush()
            db.session.add(_refused(busy, organisation))
    rows = [
        {
            "id": new_id(), "application_id": each, "outcome": "decline", "why": "", "conditions": "",
            "reason_codes": ["plan-unclear"], "strength": "We liked how people came to trust you.",
            "change": "Say what an ordinary week looks like.", "decided_by_id": busy.officer.id, "decided_at": at,
        }
        for each in db.session.scalars(select(Application.id))
    ]  # fmt: skip
    with unit_of_work():
        db.session.execute(insert(Decision), rows)
        busy.round.stage = "assessing"
    with unit_of_work():
        take_action(busy.round, "release-decisions", Occasion(actor_of(busy.officer), at))


def _refused(busy: BusyRound, organisation: Organisation) -> Application:
    at = datetime.now(UTC)
    return Application(
        workflow_version=1, reference=f"A-BENCH-{new_id().hex[-8:]}", title="Kitchen table", stage="to-decline",
        stage_entered_at=at, is_open=True, revision=1, region_code="B", round_id=busy.round.id, due_at=at,
        organisation_id=organisation.id, assigned_to_id=busy.officer.id, created_at=at, submitted_at=at,
        amount_pence=450_000, tier_key="micro", form_key="application-micro", form_version=1,
        applicant_name=organisation.name, applicant_income_pence=1, force_areas=["E23000002"],
        outcomes=["housing"], closes_at=busy.round.closes_at,
    )  # fmt: skip


class _Workers:
    """Real workers, each with a name that it keeps after a death."""

    def __init__(self, house: House, number: int) -> None:
        self._house = house
        self._names = [f"worker-{each}" for each in range(1, number + 1)]
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "_Workers":
        for name in self._names:
            self._start(name)
        return self

    def __exit__(self, *_error: object) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.wait(60)

    def kill_one(self) -> None:
        """As a power cut would, in the middle of whatever it does; it comes back."""
        name = self._names[0]
        self._processes[name].send_signal(signal.SIGKILL)
        self._processes[name].wait()
        self._start(name)

    def megabytes(self) -> float:
        return sum(psutil.Process(each.pid).memory_info().rss for each in self._processes.values()) / 1024**2

    def _start(self, name: str) -> None:
        with (Path(self._house.folder) / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", "grantflow", "worker", "--name", name],
                env=self._house.environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip


def _telling(busy: BusyRound) -> Telling:
    db.session.rollback()
    return telling_of(busy.round.id)


def _hold_against(box: PostBox) -> int:
    """Every letter once; and how many emails went twice, as when a worker dies right after the mail server took one."""
    db.session.rollback()
    letters = db.session.scalar(select(func.count()).select_from(Letter)) or 0
    abouts = db.session.scalar(select(func.count(func.distinct(Letter.about_id)))) or 0
    if letters != NUMBER or abouts != NUMBER:
        raise SystemExit(f"release-1000: {letters} letters about {abouts} applications")
    times = Counter(str(each["To"]) for each in box.messages)
    if len(times) != NUMBER:
        raise SystemExit(f"release-1000: {len(times)} people were written to")
    return sum(times.values()) - NUMBER


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {"release-1000": measure}
