"""Takes the pictures in docs/screenshots: the story of one use case, done in a browser against a fresh sandbox."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from playwright.async_api import Locator, Page, async_playwright, expect

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the story is told by the steps of the tests

from bot.rehearsal import rehearsing  # noqa: E402
from bot.settings import Settings  # noqa: E402
from sandbox import demo_story  # noqa: E402
from sandbox.client import Slack, visit  # noqa: E402
from sandbox.serving import serve  # noqa: E402
from sandbox.workspace import Sandbox  # noqa: E402
from storage.migrating import migrate  # noqa: E402
from tests.conversations import whole_story  # noqa: E402

FOLDER = Path(__file__).parent / "screenshots"
SIZES = {"wide": (1240, 760), "phone": (375, 760)}
WORKING = 15_000.0  # milliseconds that the bot may take for one step


CONDITION = {
    "condition-1": "Every key is in the production vault",
    "owner-1": "Engineering Lead",
    "due-1": "2026-03-27",
}


PILOTS = """name; what; owner; state; unit; no-data-owner; vague-goal; no-registry; one-person
Invoice reader; Reads what suppliers send; Kim Berg; stalled; Finance; yes; no; no; yes
Letter sorter; Puts letters before the right team; ; running; Post room; no; no; yes;
"""


class Story:
    """One window on the workspace, and what a person does in it."""

    def __init__(self, page: Page, address: str, slack: Slack) -> None:
        self.page, self.address, self.slack = page, address, slack

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

    async def reads(self, words: str) -> None:
        """Scroll to the newest message with these words."""
        message = self.page.locator("#messages > .message").filter(has_text=words).last
        await expect(message).to_be_visible(timeout=WORKING)
        await message.evaluate("message => message.scrollIntoView({block: 'start'})")

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

    async def picture(self, name: str, size: Literal["wide", "phone"] = "wide", *, of: str | None = None) -> None:
        """`of`: words of the message that is to be seen on it."""
        width, height = SIZES[size]
        await self.page.set_viewport_size({"width": width, "height": height})
        if of:
            await self.reads(of)
        await self.page.wait_for_timeout(400)  # what moves has come to rest
        await self.page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
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
    await first_look(story)
    await week_0(story)
    await a_week(story)
    await from_above(story)
    await beside_the_programs(story)
    await the_gate(story)
    await the_pilot(story)
    await the_decision(story)


async def first_look(story: Story) -> None:
    await story.is_at("product-owner", "ai-claims")
    await story.reads("Week 6 of 13")
    await story.picture("first-look")
    await story.page.get_by_role("button", name="Close the tour").click()
    await story.says("/pilot help")
    await story.picture("help", of="More, by what you want")


async def week_0(story: Story) -> None:
    await story.is_at("proposer", "ai-ideas")
    await story.opens("/pilot propose")
    await story.picture("propose")
    await story.presses("Propose")
    await story.picture("propose-refused")
    await story.picture("propose-on-a-phone", "phone")
    await story.closes()
    await story.is_at("sponsor", "ai-ideas")
    await story.says("/pilot candidates")
    await story.picture("candidates")
    await story.presses("Select primary and backup")
    await story.picture("select")
    await story.submits({"why": "85 people could stop searching six systems."}, then="Selected")
    await story.closes()
    await story.is_at("sponsor", "Pilot")
    await story.presses("Read and answer")
    await story.picture("agreement")
    await story.submits({"answer": "agree", "steps_back": "Its launch can wait until spring."})
    await story.is_at("sponsor", "ai-ideas")
    await story.opens("/pilot start")
    await story.picture("start")
    await story.closes()
    await story.is_at("auditor", "ai-claims")
    await story.reads("From Mon")
    await story.picture("plan")


async def a_week(story: Story) -> None:
    await story.is_at("engineering-lead", "ai-claims")
    await story.reads("Week 6 of 13")
    await story.picture("weekly-prompt")
    await story.presses("Mark done: Put up three dashboards")
    await story.picture("mark-done")
    await story.closes()
    await story.opens("/pilot register components")
    await story.picture("register")
    await story.closes()
    await story.opens("/pilot checklist")
    await story.picture("checklist")
    await story.closes()
    await story.is_at("operations", "ai-claims")
    await story.says("/pilot kpi")
    await story.presses("Trend of Reading time")
    await story.reads("from 45, target 20")
    await story.picture("kpi-trend")


async def from_above(story: Story) -> None:
    await story.is_at("sponsor", "ai-claims")
    await story.says("/pilot status")
    await story.reads("Next gate")
    await story.picture("status")
    await story.says("/pilot readiness")
    await story.picture("readiness", of="of 100")
    await story.is_at("sponsor", "leadership")
    await story.reads("AI programs")
    await story.picture("digest")
    await story.is_at("security", "home")
    await story.picture("home")
    await story.picture("home-on-a-phone", "phone")


async def beside_the_programs(story: Story) -> None:
    """The inventory of pilots without a program, and the AI tools that people may use."""
    await story.is_at("sponsor", "ai-ideas")
    await story.says("/pilot assess")
    await story.presses("Paste a list")
    await story.submits({"rows": PILOTS}, then="Added")
    await story.closes()
    await story.says("/pilot assess")
    await story.reads("Pilots without a program")
    await story.presses("Report")
    await story.reads("Assessment report")
    await story.picture("assessment")
    await story.is_at("proposer", "general")
    await story.says("/pilot tools")
    await story.presses("Ask for a tool")
    await story.picture("ask-for-a-tool")
    await story.closes()


async def the_gate(story: Story) -> None:
    await story.is_at("program-manager", "ai-claims")
    await story.says("/pilot gate")
    await story.reads("CLAIMS · End of foundation")
    await story.picture("gate")
    await story.is_at("security", "Pilot")
    await story.presses("Read and sign")
    await story.picture("sign-off")
    await story.closes()
    await whole_story.the_foundation_is_closed(_told(story))


async def the_pilot(story: Story) -> None:
    await whole_story.the_pilot_is_asked(_told(story))
    await whole_story.the_evidence_is_there(_told(story))
    await story.is_at("sponsor", "ai-claims")
    await story.reads("Survey of CLAIMS")
    await story.picture("survey")


def _told(story: Story) -> demo_story.Story:
    return demo_story.Story(story.slack, whole_story.THE_FIRST_MONDAY)


async def the_decision(story: Story) -> None:
    await story.is_at("program-manager", "ai-claims")
    await story.opens("/pilot vote")
    await story.picture("open-the-vote")
    await story.submits({}, then="The vote is open")
    await story.closes()
    slack = story.slack
    poll = await slack.as_("security").waits_for("#ai-claims", "Vote: Go or no-go", seconds=15)
    for voter in ("product-owner", "business-owner", "engineering-lead", "operations", "privacy"):
        await slack.as_(voter).presses("vote-cast:go", in_=poll)
    await story.is_at("security", "ai-claims")
    await story.reads("Vote: Go or no-go")
    await story.picture("poll")
    await story.presses("Vote Go with conditions")
    await story.picture("ballot")
    await story.submits({"reason": "Engineering moves every key into the vault by Friday."}, then="Your vote")
    await story.closes()
    for voter in ("compliance", "risk-owner"):
        await slack.as_(voter).presses("vote-cast:go", in_=poll)
    await slack.moves_clock("+1h")
    await slack.as_("sponsor").waits_for("dm", "The decision is yours", seconds=15)
    await story.is_at("sponsor", "Pilot")
    await story.presses("Decide")
    await story.picture("decide")
    await story.submits({"choice": "go-with-conditions", **CONDITION}, then="Recorded")
    await story.closes()
    await story.is_at("operations", "ai-claims")
    await story.reads("Go with conditions")
    await story.picture("decided")
    await story.is_at("program-manager", "ai-claims")
    await story.says("/pilot launch")
    await story.picture("launch")


@asynccontextmanager
async def workspace() -> AsyncIterator[tuple[str, Slack]]:
    """A sandbox of its own with the bot in it, always on the same day; its address, and its members."""
    clock = demo_story.clock(whole_story.PRESENT)
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{folder}/pilot.db"
        await asyncio.to_thread(migrate, database)
        sandbox = Sandbox(None, manifest=ROOT / "manifest.yml", clock=clock)
        sandbox.deliveries.by_socket = True
        async with serve(sandbox) as address:
            settings = Settings(
                _env_file=None, slack_bot_token=sandbox.bot_token, slack_app_token=sandbox.app_token,
                slack_api_url=f"{address}/api/", database_url=database,
            )  # fmt: skip
            async with rehearsing(settings, clock), visit(address) as slack:
                await demo_story.tell(slack, present=whole_story.PRESENT)
                yield address, slack


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    async with workspace() as (address, slack), async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ["PILOT_CHROMIUM"], chromium_sandbox=os.geteuid() != 0
        )
        page = await browser.new_page(timezone_id="Europe/Berlin", reduced_motion="reduce")
        page.set_default_timeout(WORKING)
        await tell(Story(page, address, slack))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
