"""References that can be read over the telephone, and identifiers that sort by time."""

import secrets
import time
from uuid import UUID

# No vowels (no accidental words) and nothing that is mistaken for something else when spoken or written.
ALPHABET = "23456789CDFGHJKMNPQRTVWXZ"


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562): the first 48 bits are milliseconds, so that indexes grow at one end."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62
    return UUID(int=value | secrets.randbits(62))


def new_reference(prefix: str) -> str:
    """Such as `A-7K3M-Q2PX`: 25 to the power 8 possibilities, so that no counter has to be queued for."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def tidy_reference(typed: str) -> str:
    """As it is kept: in capitals, with its dashes, however somebody typed it from a telephone call."""
    letters = "".join(each for each in typed.upper() if each.isalnum())
    return f"{letters[:-8]}-{letters[-8:-4]}-{letters[-4:]}"
