"""Deployment settings: the only reader of the environment.

`create_app()` executes this file (it is never imported) and takes the names in capitals. Change a default here,
or set the environment variable of the same name. `grantflow/settings.py` says what each must look like.
"""

import os

env = os.environ.get

# --- Where things are kept -------------------------------------------------------------------------------------
DATABASE_URL = env("DATABASE_URL", "sqlite:///var/grantflow.db")
FILES_URL = env("FILES_URL", "var/files")

# --- Who may rely on us ----------------------------------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY", "")
BASE_URL = env("BASE_URL", "http://127.0.0.1:8000")
SECURE_COOKIES = env("SECURE_COOKIES", "")
TRUSTED_PROXIES = env("TRUSTED_PROXIES", "0")

# --- Whose system it is ----------------------------------------------------------------------------------------
FUNDER_NAME = env("FUNDER_NAME", "Probation Innovation Fund")
ACCENT_COLOUR = env("ACCENT_COLOUR", "#1f5c57")
FUNDER_ADDRESS = env(
    "FUNDER_ADDRESS", "Probation Innovation Fund\nGrants team\n10 Example Street\nManchester M1 0AA"
)
FUNDER_PHONE = env("FUNDER_PHONE", "0161 496 0300")
FUNDER_WEBSITE = env("FUNDER_WEBSITE", "www.innovation-fund.example")

# --- Email -----------------------------------------------------------------------------------------------------
SMTP_URL = env("SMTP_URL", "smtp://127.0.0.1:1025")
MAIL_FROM = env("MAIL_FROM", "grants@innovation-fund.example")

# --- The demonstration and the walk ----------------------------------------------------------------------------
DEMO = env("DEMO", "")
CLOCK_FILE = env("CLOCK_FILE", "")

# --- The worker ------------------------------------------------------------------------------------------------
WORKER_NAME = env("WORKER_NAME", "worker-1")
WORKER_THREADS = env("WORKER_THREADS", "4")
# A job that fails is tried again after this many seconds, then after twice as many, four times in all.
WORKER_RETRY_SECONDS = env("WORKER_RETRY_SECONDS", "2")
