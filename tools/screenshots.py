"""Take the README's pictures again from a running demonstration: `.venv/bin/python -m tools.screenshots`."""

import argparse
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.system import find_chromium

FOLDER = Path(__file__).resolve().parent.parent / "docs"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the demonstration runs")
    address = parser.parse_args().address
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])

        def become(who: str, width: int, height: int) -> Page:
            context = browser.new_context(
                base_url=address, viewport={"width": width, "height": height}, device_scale_factor=1
            )
            page = context.new_page()
            page.goto("/demonstration/")
            with page.expect_navigation():
                page.get_by_role("button", name=who).first.click()
            return page

        charity = become("Draft, not sent yet", 390, 844)
        charity.get_by_role("button", name="Carry on").click()
        charity.wait_for_load_state()
        charity.screenshot(path=FOLDER / "charity.png")
        officer = become("Hannah Birkett", 1280, 844)
        officer.screenshot(path=FOLDER / "officer.png")
        evaluator = become("Ruth Ashdown", 1280, 844)
        evaluator.get_by_role("button", name="Review it").click()
        evaluator.wait_for_load_state()
        evaluator.screenshot(path=FOLDER / "evaluator.png")
        browser.close()


if __name__ == "__main__":
    main()
