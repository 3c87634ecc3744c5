"""What nobody types: refused before it reaches a page.

A zero byte, which PostgreSQL cannot keep, and in an address a number longer than any of ours.
"""

from itertools import chain

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

ZERO = "\x00"


class ShortNumber(IntegerConverter):
    """What `<int:…>` in a route takes."""

    regex = r"[0-9]{1,9}"


def register(app: Flask) -> None:
    app.url_map.converters["int"] = ShortNumber
    app.before_request(refuse_zero_bytes)


def refuse_zero_bytes() -> None:
    sent = chain(request.args.items(multi=True), request.form.items(multi=True))
    if ZERO in request.path or any(ZERO in key or ZERO in value for key, value in sent):
        abort(400)
