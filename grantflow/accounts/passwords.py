"""Staff sign-in: a password and a time-based code, each code good once."""

from datetime import datetime
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from grantflow.accounts.models import User

# OWASP, "Password Storage Cheat Sheet": Argon2id with at least 19 MiB, two passes, one lane. The library's own choice
# takes three times the memory on every attempt of a stranger.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
STEP_SECONDS = 30


def set_password(user: User, password: str) -> None:
    user.password_hash = _hasher.hash(password)
    user.session_epoch += 1


def password_is_right(user: User | None, password: str) -> bool:
    """Takes as long for a stranger as for a colleague."""
    nobodys = _nobodys_hash()
    known = user.password_hash if user is not None else None
    try:
        _hasher.verify(known or nobodys, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return known is not None


def new_code_secret() -> str:
    return pyotp.random_base32()


def code_address(user: User, secret: str, issuer: str) -> str:
    """The `otpauth:` address that an authenticator app reads from a square code."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=issuer)


def spend_code(user: User, code: str, at: datetime) -> bool:
    """Whether this is the person's code now. One that was accepted is never accepted again: hold the person's row."""
    step = step_of(user.totp_secret, code, at)
    if step is None or step <= user.totp_last_step:
        return False
    user.totp_last_step = step
    return True


def step_of(secret: str | None, code: str, at: datetime) -> int | None:
    """Which half-minute a code belongs to: this one, the one before or the one after; None if it is not ours."""
    if not secret:
        return None
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    now = int(at.timestamp()) // STEP_SECONDS
    typed = "".join(code.split())
    for step in (now, now - 1, now + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), typed):
            return step
    return None


@cache
def _nobodys_hash() -> str:
    """Checked when there is no such person, so that a stranger cannot tell by the clock who has an account."""
    return _hasher.hash("nobody has this password")
