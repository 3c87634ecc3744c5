"""A short word for what something says, so that a page can tell whether it still says so."""

import hashlib


def mark_of(*facts: object) -> str:
    """The same for the same facts, and for no others. Not a secret: it goes only to who may read the facts."""
    return hashlib.sha256("\x1f".join(str(fact) for fact in facts).encode()).hexdigest()[:16]
