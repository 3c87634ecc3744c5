"""What anybody may read: the rounds that are open, and what each asks."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from grantflow.web.public import (  # noqa: E402
    can_we_apply,  # noqa: F401
    digest,  # noqa: F401
    learned,  # noqa: F401
    learning,  # noqa: F401
    pages,  # noqa: F401
    progress,  # noqa: F401
    questions,  # noqa: F401
    rounds,  # noqa: F401
    summaries,  # noqa: F401
    tried,  # noqa: F401
)
