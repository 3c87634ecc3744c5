"""What GrantFlow needs from the operating system, asked for through apt where apt may be used."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

PANGO = {"libpangoft2-1.0.so.0": "libpangoft2-1.0-0", "libharfbuzz-subset.so.0": "libharfbuzz-subset0"}
BROWSERS = ("chromium", "google-chrome-stable", "google-chrome", "chromium-browser", "chrome")


class SetupError(Exception):
    """Set-up cannot go on; the message says what a person can do about it."""


def ensure_pango() -> None:
    """WeasyPrint draws letters with Pango; without HarfBuzz's subsetter it silently takes six times more."""
    if sys.platform != "linux":
        return  # WeasyPrint itself says what is missing on other systems.
    missing = [package for library, package in PANGO.items() if not _loads(library)]
    if missing:
        _apt_install(missing, "Letters are made with them.")


def ensure_venv_module() -> None:
    """Debian and Ubuntu keep the part of Python that makes virtual environments in a package of its own."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        package = f"python3.{sys.version_info.minor}-venv"
        _apt_install([package], "Python needs it to make a virtual environment.")


def ensure_chromium() -> None:
    """Tests drive the system's own browser. A build of a browser is never downloaded."""
    named = os.environ.get("CHROMIUM")
    if named and not shutil.which(named):
        raise SetupError(f"CHROMIUM names {named}, and there is no such program.")
    if find_chromium():
        return
    if _is_ubuntu():
        raise SetupError(
            "The tests need a browser. Ubuntu's own Chromium is a snap, which tests cannot drive: install "
            "Google Chrome's .deb package, or set CHROMIUM to a Chromium or Chrome that is not a snap."
        )
    _apt_install(["chromium"], "The tests in a browser need it; CHROMIUM may name another one.")
    if not find_chromium():
        raise SetupError("apt installed chromium, yet no working one was found. Set CHROMIUM to its path.")


def find_chromium() -> str | None:
    """The browser to test with: the one that CHROMIUM names, else the first real one on the path."""
    candidates = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else BROWSERS
    for name in candidates:
        program = shutil.which(name)
        if program and not _is_snap(Path(program)):
            return program
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _is_snap(program: Path) -> bool:
    """Ubuntu's chromium is either a link to `snap` or a short script that calls it."""
    real = program.resolve()
    if real.name == "snap" or "/snap/" in str(program):
        return True
    with real.open("rb") as file:
        start = file.read(2000)
    return start.startswith(b"#!") and b"/snap/" in start


def _is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.is_file() and "ID=ubuntu" in release.read_text().splitlines()


def _apt_install(packages: list[str], why: str) -> None:
    names = " ".join(packages)
    ask = f"Missing: {names}. {why} Ask whoever looks after this machine to run: apt-get install {names}"
    if not shutil.which("apt-get"):
        raise SetupError(
            f"Missing: what Debian calls {names}. {why} There is no apt here: install their like."
        )
    apt = [*_as_root(ask), "apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    install = [*apt, "install", "--no-install-recommends", *packages]
    print(f"Installing {names} with apt.", flush=True)
    # A new machine has no lists and an old one has stale ones: fetch them only if the install fails.
    if _quietly(install) != 0:
        _quietly([*apt, "update"])
        if _quietly(install, show=True) != 0:
            raise SetupError(ask)


def _as_root(ask: str) -> list[str]:
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        raise SetupError(ask)
    if sys.stdin.isatty():
        return ["sudo"]
    if _quietly(["sudo", "-n", "true"]) != 0:
        raise SetupError(ask)
    return ["sudo", "-n"]


def _quietly(command: list[str], *, show: bool = False) -> int:
    """Run without talking, or with `show` say afterwards what was said, should it fail."""
    done = subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=None if command[0] == "sudo" else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if show and done.returncode != 0:
        print(done.stdout, file=sys.stderr)
    return done.returncode
