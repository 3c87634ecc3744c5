"""Hands on a keyboard: from one thing to the next with Tab, as somebody goes who uses no mouse."""

from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 60


@dataclass
class Keyboard:
    """What cannot be reached with Tab is not there."""

    page: Page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def go_to(
        self,
        role: Literal["button", "checkbox", "link", "radio"],
        name: str,
        *,
        then: str,
        back: bool = False,
    ) -> None:
        """Tab until it has the focus, and press a key there."""
        self._tab_to(self.page.get_by_role(role, name=name, exact=role != "link").first, back=back)
        self.press(then)

    def write(self, label: str, words: str, *, then: str = "") -> None:
        self._tab_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.insert_text(words)
        if then:
            self.press(then)

    def _tab_to(self, target: Locator, *, back: bool = False) -> None:
        expect(target).to_be_visible()
        for _ in range(MOST_STEPS):
            if _has_focus(target):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{self.page.url}: Tab does not lead to {target}")


def _has_focus(target: Locator) -> bool:
    found: bool = target.evaluate("element => element === document.activeElement")
    return found
