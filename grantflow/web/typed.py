"""What nobody types: a zero byte, which PostgreSQL cannot keep, is refused before it reaches a page."""

from itertools import chain

from flask import Flask, abort, request

ZERO = "\x00"


def register(app: Flask) -> None:
    app.before_request(refuse_zero_bytes)


def refuse_zero_bytes() -> None:
    sent = chain(request.args.items(multi=True), request.form.items(multi=True))
    if ZERO in request.path or any(ZERO in key or ZERO in value for key, value in sent):
        abort(400)
