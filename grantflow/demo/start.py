"""`grantflow demo`: builds the demonstration if there is none, starts it, and says where it is and who to be."""

import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from grantflow.demo import build
from grantflow.demo.processes import HOST, a_post_box, free_port, running
from grantflow.demo.register import NOBODYS
from grantflow.demo.stories import read_people

PORT = 8000
# The people a visitor should meet first, by their key in `stories/people.toml`.
FIRST = ("officer-nw", "assessor-1", "evaluator-1", "lead-nw", "finance-1", "admin")


def start(folder: Path, *, fresh: bool = False) -> None:
    """Serve the demonstration until told to stop.

    :param folder: where its database, files and logs lie
    """
    begun = time.monotonic()
    environment = environment_of(folder)
    if fresh or not _is_complete(folder):
        _make(folder, environment)
    port = PORT if _is_free(PORT) else free_port()
    address = f"http://{HOST}:{port}"
    with a_post_box() as (_box, mail_port):
        moved = environment | {"BASE_URL": address, "SMTP_URL": f"smtp://{HOST}:{mail_port}"}
        with running(moved, port, logs=folder / "logs"):
            _say_where(address, time.monotonic() - begun)
            _wait_for_a_signal()
    print("Stopped. What was done is kept; run it again to go on.", flush=True)


def environment_of(folder: Path) -> dict[str, str]:
    """What every process of the demonstration is told. A DATABASE_URL of the visitor's own is kept."""
    return {
        "DEMO": "1",
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder.resolve() / 'grantflow.db'}"),
        "FILES_URL": str(folder.resolve() / "files"),
    }


def _make(folder: Path, environment: Mapping[str, str]) -> None:
    print("Making the demonstration: three rounds, told from their first day to today.", flush=True)
    print("This takes a minute or two, once.", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # Nobody waits for these emails: they are kept as sent, and the mail page shows them.
    build.build(
        {**environment, "DEMO": True, "SMTP_URL": "keep:"}, lambda words: print(f"  {words}", flush=True)
    )
    _mark(folder).touch()


def _is_complete(folder: Path) -> bool:
    """Whether the last making came to its end; one that was interrupted is begun again."""
    return _mark(folder).exists()


def _mark(folder: Path) -> Path:
    return folder / "complete"


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _say_where(address: str, seconds: float) -> None:
    people = read_people()
    print(f"\nGrantFlow is running at {address} (ready in {seconds:.1f} s)\n")
    print(f"Become anybody, with one button each, at {address}/demonstration/")
    for key in FIRST:
        told = people[key]
        print(f"  {told['name']:<18} {told['job_title']}\n{'':20} {told['about']}")
    number, name, _ = NOBODYS[0]
    print(f"Or sign in with any address, and apply with charity number {number}: {name}")
    print(f"\nEvery email it sends is at {address}/demonstration/mail")
    print("Stop with Ctrl-C. `make demo FRESH=1` starts over.", flush=True)


def _wait_for_a_signal() -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
