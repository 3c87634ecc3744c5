"""Staff sign-in: a password and a time-based code, each code good once."""

from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from grantflow.accounts.models import User

_hasher = PasswordHasher()
# Checked when there is no such person, so that a stranger cannot tell by the clock who has an account.
_NOBODYS_HASH = _hasher.hash("nobody has this password")
STEP_SECONDS = 30


def set_password(user: User, password: str) -> None:
    user.password_hash = _hasher.hash(password)
    user.session_epoch += 1


def new_code_secret() -> str:
    return pyotp.random_base32()


def code_address(user: User, secret: str, issuer: str) -> str:
    """The `otpauth:` address that an authenticator app reads from a square code."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=issuer)


def proves(user: User | None, password: str, code: str, at: datetime) -> bool:
    """Whether password and code are this person's. A code that was accepted is never accepted again."""
    password_is_right = _password_is_right(user, password)
    step = _step_of(user, code, at)
    if user is None or not password_is_right or step is None or step <= user.totp_last_step:
        return False
    user.totp_last_step = step
    return True


def _password_is_right(user: User | None, password: str) -> bool:
    try:
        return _hasher.verify((user and user.password_hash) or _NOBODYS_HASH, password) and user is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def _step_of(user: User | None, code: str, at: datetime) -> int | None:
    """Which half-minute a code belongs to: this one, the one before or the one after; None if it is not ours."""
    if user is None or not user.totp_secret:
        return None
    totp = pyotp.TOTP(user.totp_secret, interval=STEP_SECONDS)
    now = int(at.timestamp()) // STEP_SECONDS
    typed = "".join(code.split())
    for step in (now, now - 1, now + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), typed):
            return step
    return None
