"""Set this machine up: what it takes to run GrantFlow, and with `dev` or `test` what it takes to work on it.

    python3 -m tools.setup run     Python packages, Pango for the letters, front-end files
    python3 -m tools.setup dev     the same, and the tools behind `make check`
    python3 -m tools.setup test    the same, and a Chromium for the journeys

Everything is skipped that is there already, so a second run takes a fraction of a second.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

from tools import assets, system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)

RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
NODE_LOCK = "requirements-node.lock"

# A person's own settings must not send the packages elsewhere; which registry they use stays theirs to say.
UNWANTED = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_HASHES")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["run", "dev", "test"])
    what = parser.parse_args().what
    _use_a_recent_python()
    began = time.monotonic()
    try:
        system.ensure_pango()
        changed = _ensure_venv()
        changed |= _ensure_packages(RUN_LOCK if what == "run" else DEV_LOCK)
        changed |= _ensure_project()
        if not assets.up_to_date():
            changed = True
            if assets.npm_command() is None:
                _install(NODE_LOCK, "node, to fetch the front-end files")
            assets.ensure_assets()
        if what == "test":
            system.ensure_chromium()
        if changed:
            _compile()
    except system.SetupError as problem:
        print(f"\nSet-up stopped. {problem}", file=sys.stderr)
        return 1
    if changed:
        print(f"Set up in {time.monotonic() - began:.0f} seconds.", flush=True)
    return 0


def _use_a_recent_python() -> None:
    """Start again with a newer Python where `python3` is too old and another one is there."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in (14, 13, 12, 11):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, "-m", "tools.setup", *sys.argv[1:]])
    sys.exit(
        f"GrantFlow needs Python 3.11 or later; this is {sys.version.split()[0]}. "
        "Install a newer one, or name it: make PYTHON=/path/to/python3.12 ..."
    )


def _ensure_venv() -> bool:
    """Make .venv; make it again where its Python has gone, as after an upgrade of the system."""
    if (VENV / ".made").is_file() and VENV_PYTHON.exists():
        return False
    system.ensure_venv_module()
    print("Making the virtual environment in .venv.", flush=True)
    venv.EnvBuilder(clear=True, with_pip=True, symlinks=True).create(VENV)
    (VENV / ".made").write_text(sys.version)
    return True


def _ensure_packages(lock: str) -> bool:
    """Install one lock file. The development lock holds all of the runtime lock, in the same versions."""
    stamps = {name: VENV / f".installed-{name}" for name in (RUN_LOCK, DEV_LOCK)}
    if any(_is_current(stamps[name], name) for name in {lock, DEV_LOCK}):
        return False
    _install(lock, "the Python packages")
    for stamp in stamps.values():
        stamp.unlink(missing_ok=True)
    stamps[lock].write_text(_digest(lock))
    return True


def _install(lock: str, what: str) -> None:
    print(f"Installing {what} ({lock}).", flush=True)
    # The lock lists everything, so nothing needs resolving or building; all files are compiled at the end.
    _pip("--require-hashes", "--no-deps", "--only-binary=:all:", "--no-compile", "--requirement", lock)


def _ensure_project() -> bool:
    """Put the `grantflow` command in .venv, pointing at this checkout."""
    stamp = VENV / ".installed-grantflow"
    if _is_current(stamp, "pyproject.toml") and (VENV / "bin" / "grantflow").exists():
        return False
    _pip("--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(_digest("pyproject.toml"))
    return True


def _compile() -> None:
    """A process starts twice as fast, also where Python may not write beside what it reads."""
    places = [str(next(VENV.glob("lib/python3*/site-packages"))), "grantflow"]
    subprocess.run([str(VENV_PYTHON), "-m", "compileall", "-qq", "-j", "0", *places], cwd=ROOT, check=False)


def _pip(*arguments: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in UNWANTED}
    environment |= {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    done = subprocess.run(
        [str(VENV_PYTHON), "-m", "pip", "--no-input", "install", "--quiet", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise system.SetupError(f"pip could not install what it should:\n{done.stdout}{done.stderr}")


def _is_current(stamp: Path, source: str) -> bool:
    return stamp.is_file() and stamp.read_text() == _digest(source)


def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
