"""What has to hold of every page, whoever it is for: asked of the page as a browser has drawn it."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

HERE = Path(__file__).parent
AXE = (HERE.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
LOOKS = (HERE / "looks.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# GOV.UK's script has a radio or checkbox say with aria-expanded whether it shows more. ARIA knows no such state of
# them, yet screen readers tell it, and GOV.UK keeps it for that: issue 979 of alphagov/govuk-frontend.
UPSTREAM = ("aria-allowed-attr", "input[aria-expanded][aria-controls]")

# A window 1280 wide and 1024 high, enlarged four times (WCAG 1.4.10), has room for this.
ENLARGED = ViewportSize(width=320, height=256)


def faults_of(page: Page) -> list[str]:
    """Whatever is wrong with the page in front, as it stands and then enlarged four times."""
    page.evaluate(AXE)
    found = [*_ask(page, "faults"), *_ask(page, "byAxe", WCAG, *UPSTREAM)]
    as_it_stood = page.viewport_size or ENLARGED
    page.set_viewport_size(ENLARGED)
    found += _ask(page, "tooWide")
    page.set_viewport_size(as_it_stood)
    return found


def _ask(page: Page, what: str, *told: Any) -> list[str]:
    found: list[str] = page.evaluate(f"{LOOKS.strip()}.{what}(...{json.dumps(told)})")
    return found
