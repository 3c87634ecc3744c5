"""Run every command that README.md and CONTRIBUTING.md show, in order, as a reader would type it.

What runs until it is stopped is started, asked for, and stopped. What a reader fills in is filled in here.
"""

import os
import re
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "CONTRIBUTING.md")
# Run by CI itself, right before this.
ALREADY_RUN = re.findall(r"^make .+$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.M)
PATIENCE = 300  # seconds


def main() -> int:
    for page in PAGES:
        with tempfile.TemporaryDirectory(prefix="grantflow-docs-") as folder:
            environment = os.environ | {
                "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
                "DATABASE_URL": f"sqlite:///{folder}/docs.db",
                "FILES_URL": f"{folder}/files",
            }
            for command in _commands(page):
                _run(page, command, environment)
    return 0


def _commands(page: str) -> Iterator[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S):
        for line in block.splitlines():
            if command := line.split(" #")[0].strip():
                yield command


def _run(page: str, command: str, environment: dict[str, str]) -> None:
    if command in ALREADY_RUN:
        print(f"{page}: {command}: CI has just run it")
    elif command.startswith("export "):
        for name, value in (each.split("=", 1) for each in shlex.split(command)[1:]):
            environment[name] = secrets.token_urlsafe(48) if value == "..." else value
    elif command in {"make demo", "grantflow worker --name worker-1"} or "serve" in command:
        _start_and_stop(page, command, environment)
    else:
        begun = time.monotonic()
        ran = subprocess.run(
            command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )  # fmt: skip
        if ran.returncode:
            raise SystemExit(f"{page}: {command}: ended with {ran.returncode}\n{ran.stdout}{ran.stderr}")
        print(f"{page}: {command}: {time.monotonic() - begun:.0f} s", flush=True)


def _start_and_stop(page: str, command: str, environment: dict[str, str]) -> None:
    begun = time.monotonic()
    is_demo = command == "make demo"
    if is_demo:  # It brings its own settings, but for the database of a visitor who names one.
        environment = {name: value for name, value in environment.items() if name != "DATABASE_URL"}
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command, shell=True, cwd=ROOT, env=environment, start_new_session=True,
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            while not (ready := _is_ready(command, output)):
                if process.poll() is not None or time.monotonic() - begun > PATIENCE:
                    output.seek(0)
                    raise SystemExit(f"{page}: {command}: did not start\n{output.read()}")
                time.sleep(0.3)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)
    print(f"{page}: {command}: {ready} after {time.monotonic() - begun:.0f} s", flush=True)


def _is_ready(command: str, output: IO[str]) -> str:
    """What shows that it has started; "" while nothing does."""
    output.flush()
    said = os.pread(output.fileno(), 100_000, 0).decode()
    if "worker" in command:
        return "ready" if "is ready" in said else ""
    found = re.search(r"--bind (\S+)", command) or re.search(r"running at http://(\S+)", said)
    if not found:
        return ""
    host, port = found[1].split(":")
    try:
        socket.create_connection((host, int(port)), 0.5).close()
    except OSError:
        return ""
    with urllib.request.urlopen(f"http://{found[1]}/health", timeout=20) as answer:
        return f"answered {answer.status}"


if __name__ == "__main__":
    sys.exit(main())
