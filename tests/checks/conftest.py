"""The mail server of the notices' tests."""

from tests.notices.conftest import mail

__all__ = ["mail"]
