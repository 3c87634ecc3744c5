"""What makes a password good enough, and a code expected."""

# NCSC, "Password administration for system owners": length rather than made-up complexity; allow long ones.
LEAST_PASSWORD, MOST_PASSWORD = 12, 200
FEWEST_DIFFERENT = 5


def password_is_hard_to_guess(password: str, *, name: str, email: str) -> str | None:
    """Not the person's own name or address, nor the same few characters over and over."""
    typed = password.casefold()
    known = {part for part in (*name.casefold().split(), email.casefold().partition("@")[0]) if len(part) > 2}
    if len(set(typed)) < FEWEST_DIFFERENT:
        return "password-repeats"
    if any(part in typed and len(typed) - len(part) < FEWEST_DIFFERENT + 1 for part in known):
        return "password-is-your-name"
    return None
