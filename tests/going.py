"""Going from page to page in a browser: what is asked of the next page is asked when it has loaded, however slow the machine."""

from playwright.sync_api import Locator, Page


def follow(control: Locator) -> None:
    """Clicks what leads to another page, and waits until that page has loaded."""
    with control.page.expect_navigation():
        control.click()


def enter(page: Page) -> None:
    """Presses Enter where that leads to another page, and waits until that page has loaded."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
