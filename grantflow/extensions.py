"""Flask extensions, made once and joined to an app in `app.py`."""

from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
