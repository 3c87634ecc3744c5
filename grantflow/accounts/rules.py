"""What makes a password good enough, and a name; and when somebody has told us theirs."""

import re
import unicodedata

from grantflow.permissions import SYSTEM

# NCSC, "Password administration for system owners": length rather than made-up complexity; allow long ones.
LEAST_PASSWORD, MOST_PASSWORD = 12, 200
FEWEST_DIFFERENT = 5
LEAST_BESIDES = 6  # characters that are not the person's own name or address
SHORTEST_NAME = 3


def password_is_hard_to_guess(password: str, *, name: str, email: str) -> str | None:
    """Not the person's own name or address, nor the same few characters over and over."""
    rest = typed = password.casefold()
    for part in re.split(r"\W+", f"{name} {email.partition('@')[0]}".casefold()):
        rest = rest.replace(part, "") if len(part) >= SHORTEST_NAME else rest
    if len(set(typed)) < FEWEST_DIFFERENT:
        return "password-repeats"
    if rest != typed and len(rest) < LEAST_BESIDES:
        return "password-is-your-name"
    return None


def name_is_told(*, name: str, email: str) -> bool:
    """An account is made with an address alone, and goes by the first part of it until somebody says their name."""
    return name != email.partition("@")[0]


def name_is_a_persons(name: str) -> str | None:
    """Nobody goes by the name that the record has for what happens by itself, however it is spaced or cased."""
    letters = "".join(each for each in unicodedata.normalize("NFKC", name).casefold() if each.isalnum())
    return "name-is-ours" if letters == SYSTEM.name.casefold() else None
