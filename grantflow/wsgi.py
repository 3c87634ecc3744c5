"""What a web server serves: `gunicorn grantflow.wsgi:app`."""

from grantflow.app import create_app

app = create_app()
