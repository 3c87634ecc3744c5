"""The list of every route with its guard: `python -m tests.architecture.routes` writes it anew."""

from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from grantflow.app import create_app
from grantflow.web.access import access_of

FILE = Path(__file__).parent / "routes.txt"


def routes_of(app: Flask) -> list[Rule]:
    """Every route but the static files, by address."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return sorted(rules, key=lambda rule: (rule.rule, rule.endpoint))


def lines_of(app: Flask) -> list[str]:
    """One line for each route: methods, address, who may."""
    return [
        f"{','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'})):9} "
        f"{rule.rule:64} {access_of(app, rule.endpoint) or 'NOBODY: it declares nothing'}"
        for rule in routes_of(app)
    ]


if __name__ == "__main__":
    made = create_app({"DEMO": True, "DATABASE_URL": "sqlite://"})
    FILE.write_text("\n".join(lines_of(made)) + "\n", encoding="utf-8")
