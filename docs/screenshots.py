"""Takes the pictures in docs/screenshots: the story of one use case, done in a browser against a fresh sandbox."""

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import aiohttp
from playwright.async_api import Locator, Page, async_playwright, expect

FOLDER = Path(__file__).parent / "screenshots"
PILOT = Path(sys.executable).with_name("pilot")
SIZES = {"wide": (1440, 900), "phone": (375, 760)}
STARTING = 60.0  # seconds that a sandbox may take until its page answers
WORKING = 15_000.0  # milliseconds that the bot may take for one step

USE_CASES = {
    "Claims summaries": {"impact": "5", "data-readiness": "4", "complexity": "2"},
    "Fraud triage": {"impact": "4", "data-readiness": "2", "complexity": "4"},
}
PROPOSAL = {
    "problem": "Handlers read forty pages before they can decide.",
    "who_feels_it": "40 claims handlers",
    "cost_today": "45 minutes a case",
    "outcome": "20 minutes a case",
    "sponsor": "Sponsor",
    "product_owner": "Product Owner",
    "unit": "Claims",
}


class Story:
    """One window on the workspace, and what a person does in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.taken = page, address, 0

    async def is_at(self, who: str, place: str) -> None:
        """As this member, in a channel or at `home`."""
        query = "home=1" if place == "home" else f"channel={place}"
        await self.page.goto(f"{self.address}/?as={who}&{query}")
        await expect(self.page.locator("#place-name")).not_to_have_text("…")

    async def says(self, text: str) -> None:
        before = await self.page.locator("#messages > .message").count()
        await self._types(text)
        await expect(self.page.locator("#messages > .message").nth(before)).to_be_visible(timeout=WORKING)

    async def opens(self, text: str) -> None:
        """Say what a form answers."""
        await self._types(text)
        await expect(self.page.locator("dialog[open]")).to_be_visible(timeout=WORKING)

    async def presses(self, label: str) -> None:
        await self._top().get_by_role("button", name=label, exact=True).last.click()

    async def submits(self, answers: dict[str, str], *, then: str | None = None) -> None:
        """Fill the form that is open, by the ids of its blocks, and send it; another view may come `then`."""
        form = self.page.locator("dialog.modal")
        for block, answer in answers.items():
            await self._fill(form.locator(f"[data-block={block}]"), answer)
        await form.locator("[type=submit]").click()
        if then:
            await expect(form.get_by_role("heading", name=then).first).to_be_visible(timeout=WORKING)
        else:
            await expect(form).to_have_count(0, timeout=WORKING)

    async def closes(self) -> None:
        await self.page.keyboard.press("Escape")
        await expect(self.page.locator("dialog[open]")).to_have_count(0)

    async def picture(self, name: str, size: Literal["wide", "phone"] = "wide") -> None:
        self.taken += 1
        width, height = SIZES[size]
        await self.page.set_viewport_size({"width": width, "height": height})
        await self.page.wait_for_timeout(400)  # what moves has come to rest
        await self.page.screenshot(path=FOLDER / f"{self.taken:02}-{name}.png", animations="disabled")
        await self.page.set_viewport_size(dict(zip(("width", "height"), SIZES["wide"], strict=True)))  # type: ignore[arg-type]

    async def _types(self, text: str) -> None:
        await self.page.locator("#composer-text").fill(text)
        await self.page.keyboard.press("Enter")

    async def _fill(self, block: Locator, answer: str) -> None:
        if await block.locator("select").count():
            await block.locator("select").select_option(answer)
        elif await block.get_by_role("combobox").count():
            await block.get_by_role("combobox").fill(answer)
            await block.get_by_role("option", name=answer).first.click()
        elif await block.get_by_role("radio").count():
            await block.locator(f"[value={answer}], [data-at$='/{answer}']").first.check()
        else:
            await block.locator("input, textarea").fill(answer)

    def _top(self) -> Locator:
        return self.page.locator("dialog[open]").or_(self.page.locator("main"))


async def tell(story: Story) -> None:
    await story.is_at("proposer", "ai-ideas")
    await story.picture("first-look")
    await story.page.get_by_role("button", name="Close the tour").click()
    await story.says("/pilot help")
    await story.picture("help")
    await story.opens("/pilot propose")
    await story.picture("propose")
    await story.presses("Propose")
    await story.picture("propose-refused")
    await story.picture("propose-on-a-phone", "phone")
    await story.closes()

    for title, scores in USE_CASES.items():
        await story.opens("/pilot propose")
        await story.submits({"title": title, **PROPOSAL, **scores}, then="Proposed")
        await story.closes()

    await story.is_at("product-owner", "ai-ideas")
    await story.says("/pilot candidates")
    await story.picture("candidates")
    await story.presses("Select primary and backup")
    await story.submits({"why": "The data is ready and the need is the greatest."}, then="Selected")
    await story.picture("selected")
    await story.closes()

    await story.is_at("sponsor", "Pilot")
    await story.picture("agreement-asked")
    await story.presses("Read and answer")
    await story.picture("agreement")
    await story.submits({"answer": "agree"})
    await story.is_at("sponsor", "home")
    await story.picture("home")


@asynccontextmanager
async def sandbox() -> AsyncIterator[str]:
    """A sandbox of its own with the bot in it, and its address."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        places = ["--state", f"{folder}/slack.db", "--database", f"sqlite:///{folder}/pilot.db"]
        running = await asyncio.create_subprocess_exec(PILOT, "sandbox", "--port", str(port), *places)
        try:
            await _answers(f"http://127.0.0.1:{port}", running)
            yield f"http://127.0.0.1:{port}"
        finally:
            if running.returncode is None:
                running.terminate()
                await running.wait()


async def _answers(address: str, running: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession(address) as session, asyncio.timeout(STARTING):
        while running.returncode is None:
            try:
                async with session.get("/clock") as answer:
                    if (await answer.json())["can_find_next"]:  # the bot is there, too
                        return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
    sys.exit("The sandbox did not start: see above.")


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    async with sandbox() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ["PILOT_CHROMIUM"], chromium_sandbox=os.geteuid() != 0
        )
        page = await browser.new_page(timezone_id="Europe/Berlin", reduced_motion="reduce")
        page.set_default_timeout(WORKING)
        await tell(Story(page, address))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
