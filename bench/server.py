"""One web process that counts: each answer says what it cost in CPU and in SQL statements.

Run by the other side of the measurement, which sends the load: `python -m bench.server PORT`.
"""

import resource
import sys
import time
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from flask import Response, g, has_request_context
from sqlalchemy import event

from grantflow.app import create_app
from grantflow.db import db


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a line a request is work that is not the page's."""


def main() -> None:
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["RATELIMIT_ENABLED"] = False

    with app.app_context():

        @event.listens_for(db.engine, "before_cursor_execute")
        def count(*_: object) -> None:
            if has_request_context():
                g.statements = g.get("statements", 0) + 1

    def report(response: Response) -> Response:
        response.headers["X-SQL"] = str(g.get("statements", 0))
        response.headers["X-Peak-KB"] = str(_peak_kb())
        return response

    app.after_request(report)
    inner = app.wsgi_app

    def measured(environ, start_response):  # type: ignore[no-untyped-def]
        begun = time.process_time()

        def start(status, headers, exc_info=None):  # type: ignore[no-untyped-def]
            headers.append(("X-CPU-ms", f"{(time.process_time() - begun) * 1000:.3f}"))
            return start_response(status, headers, exc_info)

        return inner(environ, start)

    with WSGIServer(("127.0.0.1", int(sys.argv[1])), Quiet) as server:
        server.set_app(measured)
        server.serve_forever()


def _peak_kb() -> int:
    """The most memory this process has held. What Linux says of its use of resources begins with its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
        return int(lines["VmHWM"].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
