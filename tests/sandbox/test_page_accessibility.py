"""What axe finds on the page: names, roles, contrast, structure."""

from collections.abc import Awaitable, Callable

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.sandbox.test_page import Open, open_as, says

__all__ = ["open_as"]

Prepare = Callable[[Page], Awaitable[None]]


async def nothing(page: Page) -> None:
    await expect(page.get_by_role("navigation")).to_be_visible()


async def gallery(page: Page) -> None:
    await says(page, "/example gallery")
    await expect(page.get_by_role("table")).to_have_count(2)


async def modal(page: Page) -> None:
    await says(page, "/example form")
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(page.locator("[aria-invalid=true]").first).to_be_visible()


async def typeahead(page: Page) -> None:
    await says(page, "/example form")
    await page.get_by_role("dialog").get_by_label("Reviewers (optional)").click()
    await page.get_by_role("dialog").get_by_role("listbox").get_by_role("option").first.click()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("dialog").get_by_role("listbox").get_by_role("option").first).to_be_visible()


async def menu(page: Page) -> None:
    await says(page, "/example poll")
    await page.get_by_role("button", name="More actions").click()
    await expect(page.get_by_role("menu")).to_be_visible()


async def thread(page: Page) -> None:
    await says(page, "A question")
    last = page.locator("#messages > .message").last
    await last.hover()
    await last.get_by_role("button", name="Reply in thread").click()
    await expect(page.get_by_role("complementary", name="Thread")).to_be_visible()


async def inspector(page: Page) -> None:
    await page.get_by_role("button", name="Calls between app and Slack").click()
    await expect(page.locator("#inspector-list li").first).to_be_visible()


async def violations(page: Page) -> list[str]:
    """What is wrong in the light and in the dark."""
    wrong = []
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        found = (await Axe().run(page)).response["violations"]
        wrong += [f"{scheme}: {one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    return wrong


@pytest.mark.parametrize("prepare", [nothing, gallery, modal, typeahead, menu, thread, inspector])
async def test_axe_finds_nothing_wrong(open_as: Open, prepare: Prepare) -> None:
    page = await open_as("proposer")
    await prepare(page)

    assert await violations(page) == []


async def test_axe_finds_nothing_wrong_in_home_on_a_phone(open_as: Open) -> None:
    page = await open_as("sponsor", place="home=1", width=360, height=740)
    await expect(page.get_by_role("button", name="Press me")).to_be_visible()
    await page.get_by_role("button", name="Channels").click()

    assert await violations(page) == []
