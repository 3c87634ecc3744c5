"""What the worker does for accounts."""

from datetime import timedelta

from grantflow.accounts.attempts import forget_attempts
from grantflow.casework.running import now
from grantflow.db import unit_of_work


def forget_old_attempts(_night: str) -> None:
    """Job: `forget-attempts`."""
    with unit_of_work():
        forget_attempts(now() - timedelta(days=1))
