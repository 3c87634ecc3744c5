"""Words that come back to us in a link, and that nobody else can have written: signed, not hidden."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest, new


def signed(secret: str, purpose: str, words: Sequence[str]) -> str:
    """A token for a link. One made for another purpose does not pass for it."""
    told = urlsafe_b64encode(json.dumps(list(words)).encode()).decode().rstrip("=")
    return f"{told}.{_mark(secret, purpose, told)}"


def read_signed(secret: str, purpose: str, token: str) -> list[str] | None:
    """What was signed; None if it was not by us, or for something else."""
    told, _, mark = token.partition(".")
    if not compare_digest(mark.encode(), _mark(secret, purpose, told).encode()):
        return None
    try:
        return [str(each) for each in json.loads(urlsafe_b64decode(told + "=" * (-len(told) % 4)))]
    except (Error, ValueError):
        return None


def _mark(secret: str, purpose: str, told: str) -> str:
    mark = new(secret.encode(), f"{purpose}:{told}".encode(), sha256).digest()
    return urlsafe_b64encode(mark).decode().rstrip("=")
