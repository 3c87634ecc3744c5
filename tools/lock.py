"""Make the lock files again: exact versions with hashes, and no word about where they were fetched from."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

COMPILE = [
    "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-config",
]  # fmt: skip

# The runtime lock takes its versions from the development lock, so that both install the same.
LOCKS = (
    ("requirements-dev.lock", ["pyproject.toml", "--group", "dev"]),
    ("requirements.lock", ["pyproject.toml", "--group", "build", "--constraints", "requirements-dev.lock"]),
    ("requirements-node.lock", ["--group", "pyproject.toml:node"]),
)


def main() -> int:
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    for name, arguments in LOCKS:
        _uv([*COMPILE, *upgrade, *arguments, "--output-file", name])
    _lock_npm()
    return _check_no_addresses()


def _uv(arguments: list[str]) -> None:
    subprocess.run([str(Path(sys.executable).parent / "uv"), *arguments], cwd=ROOT, check=True)


def _lock_npm() -> None:
    from tools.assets import npm_command

    npm = npm_command() or sys.exit("npm is missing. Run `make setup`, which brings one.")
    with tempfile.TemporaryDirectory() as cache:
        subprocess.run(
            [*npm, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=ROOT,
            env={
                **os.environ,
                "npm_config_omit_lockfile_registry_resolved": "true",
                "npm_config_cache": cache,
            },
            check=True,
        )
    file = ROOT / "package-lock.json"
    lock = json.loads(file.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    file.write_text(json.dumps(lock, indent=2) + "\n")


def _check_no_addresses() -> int:
    names = [name for name, _ in LOCKS] + ["package-lock.json"]
    guilty = [
        name for name in names if re.search(r"https?://|file://|--index|--find", (ROOT / name).read_text())
    ]
    for name in guilty:
        print(f"{name} names an address; a lock file must work with anyone's registry.", file=sys.stderr)
    return 1 if guilty else 0


if __name__ == "__main__":
    sys.exit(main())
