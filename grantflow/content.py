"""Where workflows, forms and templates are. Never the working directory, which is nobody's decision."""

import os
from collections.abc import Mapping
from pathlib import Path

from grantflow.errors import ContentError, Problem

VARIABLE = "GRANTFLOW_CONTENT"


def content_root(environment: Mapping[str, str] = os.environ, package: Path = Path(__file__).parent) -> Path:
    """The folder that holds `workflows/`, `forms/`, `templates/` and `config.py`.

    The one that $GRANTFLOW_CONTENT names, else the copy inside an installed wheel, else the checkout.
    The wheel's copy is the folder `grantflow/content/`: it has no `__init__.py`, so this module has the name.

    :raises ContentError: if there is nothing there
    """
    if chosen := environment.get(VARIABLE):
        if not _holds_content(Path(chosen)):
            fix = f"Point {VARIABLE} at the folder above workflows/, or unset it"
            raise ContentError([Problem(chosen, "", "no workflows folder in here", fix)])
        return Path(chosen).resolve()
    for root in (package / "content", package.parent):
        if _holds_content(root):
            return root.resolve()
    fix = f"Install GrantFlow again, or set {VARIABLE}"
    raise ContentError([Problem(str(package), "", "no content was installed with the program", fix)])


def _holds_content(root: Path) -> bool:
    return (root / "workflows").is_dir()
