"""Web, worker and a mail server on this machine's own address, started together and stopped together."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.client import HTTPConnection
from pathlib import Path
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"


@dataclass
class PostBox:
    """A real SMTP server that keeps what it is given. Nothing leaves this machine."""

    messages: list[Message] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        with self.lock:
            self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 Kept"

    def to(self, address: str) -> list[Message]:
        """What was sent to one address, oldest first."""
        with self.lock:
            return [each for each in self.messages if address.lower() in str(each["To"]).lower()]


@contextmanager
def a_post_box(port: int | None = None) -> Iterator[tuple[PostBox, int]]:
    box, chosen = PostBox(), port or free_port()
    controller = Controller(box, hostname=HOST, port=chosen)
    controller.start()
    try:
        yield box, chosen
    finally:
        controller.stop()


@contextmanager
def running(
    environment: Mapping[str, str], port: int, *, logs: Path, web: int = 2, workers: int = 1
) -> Iterator[None]:
    """The web and the workers, once the web answers; all are stopped at the end, kindly first."""
    with ExitStack() as stack:
        serve = ["serve", "--bind", f"{HOST}:{port}", "--processes", str(web)]
        server = stack.enter_context(_process(serve, environment, logs / "web.log"))
        for number in range(1, workers + 1):
            stack.enter_context(
                _process(["worker", "--name", f"worker-{number}"], environment, logs / f"worker-{number}.log")
            )
        _wait_until_it_answers(port, server, logs / "web.log")
        yield


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def _process(
    arguments: list[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "grantflow", *arguments],
            env=os.environ | dict(environment),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_it_answers(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(900):
        if server.poll() is not None:
            break
        try:
            connection = HTTPConnection(HOST, port, timeout=2)
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(
        f"The web did not start. Its log says:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}"
    )
