"""Which promise the running job keeps, so that what it makes can be made once under that name."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_key: ContextVar[str] = ContextVar("promise")


@contextmanager
def keeping(key: str) -> Iterator[None]:
    """Run a job under the key it was promised with."""
    token = _key.set(key)
    try:
        yield
    finally:
        _key.reset(token)


def this_promise() -> str:
    """The key of the job that is running; the same however often it is tried.

    :raises LookupError: outside a job
    """
    return _key.get()
