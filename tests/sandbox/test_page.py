"""The page in a real browser, with a small app of Bolt's own at the far end."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, Locator, Page, expect
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.page_app import register

Connect = Callable[[], Awaitable[None]]
Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def open_as(
    browser: Browser, address: str, app: AsyncApp, connect_socket: Connect, client: AsyncWebClient
) -> AsyncIterator[Open]:
    """Opens the page as a member, in a window of their own; what goes wrong in its script fails the test."""
    register(app)
    await connect_socket()
    await client.conversations_join(channel="C0AIIDEAS")
    wrong: list[str] = []

    async def open_as(member: str, *, place: str = "channel=ai-ideas", width: int = 1440, height: int = 900) -> Page:
        page = await browser.new_page(viewport={"width": width, "height": height})
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        await page.goto(f"{address}/?as={member}&{place}")
        await expect(page.locator("#place-name")).not_to_have_text("…")
        return page

    yield open_as
    assert wrong == []


async def says(page: Page, text: str) -> None:
    await page.get_by_label("Message #ai-ideas").fill(text)
    await page.keyboard.press("Enter")


def newest(page: Page) -> Locator:
    return page.locator("#messages > .message").last


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("dialog").get_by_label(label, exact=True)


def choice(page: Page, words: str) -> Locator:
    return page.get_by_role("dialog").get_by_role("listbox").get_by_role("option", name=words)


async def test_a_commands_answer_is_visible_only_to_the_person_who_typed_it(open_as: Open) -> None:
    proposer, sponsor = await open_as("proposer"), await open_as("sponsor")

    await says(proposer, "/example hello <b>you</b>")

    await expect(newest(proposer)).to_contain_text("Only visible to you")
    await expect(newest(proposer)).to_contain_text("You said: hello <b>you</b>")
    await expect(newest(sponsor)).to_contain_text("has joined")


async def test_a_message_reaches_everyone_who_looks_and_stays_text(open_as: Open) -> None:
    proposer, sponsor = await open_as("proposer"), await open_as("sponsor")

    await says(proposer, "<img src=x onerror=alert(1)> *bold* for @sponsor & <!channel> :tada:")

    await expect(newest(sponsor)).to_contain_text("<img src=x onerror=alert(1)> bold for @Sponsor & <!channel> 🎉")
    await expect(newest(sponsor).locator("strong").last).to_have_text("bold")
    await expect(newest(sponsor).locator(".mention.me")).to_have_text("@Sponsor")


async def test_a_failing_command_says_what_slack_says_and_keeps_what_was_typed(open_as: Open) -> None:
    page = await open_as("proposer")

    await says(page, "/nothing at all")
    await expect(page.get_by_role("alert")).to_contain_text("/nothing is not a valid command.")
    await expect(page.get_by_label("Message #ai-ideas")).to_have_value("/nothing at all")

    await says(page, "/example slow")
    await expect(page.get_by_role("alert")).to_contain_text("operation_timeout", timeout=10_000)


async def test_typing_a_slash_offers_the_apps_commands(open_as: Open) -> None:
    page = await open_as("proposer")

    await page.get_by_label("Message #ai-ideas").press_sequentially("/ex")
    await expect(page.get_by_role("listbox", name="Commands")).to_contain_text("/example")
    await page.keyboard.press("Tab")

    await expect(page.get_by_label("Message #ai-ideas")).to_have_value("/example ")


async def test_a_form_shows_what_is_wrong_in_place_and_loses_nothing(open_as: Open) -> None:
    page = await open_as("proposer")
    await says(page, "/example form")
    dialog = page.get_by_role("dialog", name="Propose")

    await field(page, "Problem").fill("Too short")
    await dialog.get_by_role("button", name="Send").click()
    await expect(field(page, "Cost a month")).to_have_attribute("aria-invalid", "true")
    await expect(field(page, "Cost a month")).to_be_focused()

    await field(page, "Cost a month").fill("120")
    await field(page, "Sponsor").fill("spons")
    await choice(page, "Sponsor").click()
    await field(page, "City (optional)").fill("City 150")
    await choice(page, "City 150").click()
    await field(page, "Impact").select_option("High")
    await field(page, "When (optional)").fill("2026-12-01")
    await field(page, "Claims").check()
    await field(page, "Ready").check()
    await dialog.get_by_role("button", name="Send").click()

    await expect(field(page, "Problem")).to_be_focused()
    await expect(dialog).to_contain_text("Say it in ten characters or more.")
    await expect(field(page, "Problem")).to_have_value("Too short")
    await expect(field(page, "Sponsor")).to_have_value("Sponsor")
    await expect(field(page, "City (optional)")).to_have_value("City 150")
    await expect(field(page, "When (optional)")).to_have_value("2026-12-01")

    await field(page, "Problem").fill("Claims wait four days")
    await dialog.get_by_role("button", name="Send").click()

    await expect(dialog).to_be_hidden()
    await expect(newest(page)).to_contain_text("Proposed: Claims wait four days | 120 | @Sponsor | city 150")


async def test_a_vote_changes_the_message_in_place_for_everyone_who_looks(open_as: Open) -> None:
    proposer, sponsor = await open_as("proposer"), await open_as("sponsor")
    await says(proposer, "/example poll")

    await sponsor.get_by_role("button", name="Go", exact=True).click()
    await expect(newest(proposer)).to_contain_text("Go: 1, No-go: 0")

    await proposer.get_by_role("button", name="No-go").click()
    await proposer.get_by_role("alertdialog").get_by_role("button", name="Back").click()
    await expect(newest(proposer)).to_contain_text("Go: 1, No-go: 0")
    await proposer.get_by_role("button", name="No-go").click()
    await proposer.get_by_role("alertdialog").get_by_role("button", name="Vote no-go").click()

    await expect(newest(sponsor)).to_contain_text("Go: 1, No-go: 1")
    await expect(sponsor.get_by_role("button", name="Go", exact=True)).to_be_focused()


async def test_an_overflow_menu_works_by_keyboard(open_as: Open) -> None:
    page = await open_as("proposer")
    await says(page, "/example poll")

    await page.get_by_role("button", name="More actions").press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")

    await expect(newest(page)).to_contain_text("You chose: Take my vote back")
    await expect(page.get_by_role("menu")).to_be_hidden()


async def test_a_view_on_top_gives_way_to_the_one_below_with_what_was_typed(open_as: Open) -> None:
    page = await open_as("proposer")
    await says(page, "/example form")

    await field(page, "Problem").fill("Half a sentence")
    await page.get_by_role("button", name="Explain").click()
    await expect(page.get_by_role("dialog", name="Explained")).to_be_visible()
    await page.get_by_role("button", name="Back").first.click()

    await expect(page.get_by_role("dialog", name="Propose")).to_be_visible()
    await expect(field(page, "Problem")).to_have_value("Half a sentence")
    await expect(page.get_by_role("button", name="Explain")).to_be_focused()


async def test_a_thread_opens_beside_the_messages(open_as: Open) -> None:
    proposer, sponsor = await open_as("proposer"), await open_as("sponsor")
    await says(proposer, "Who owns the data?")

    await newest(sponsor).hover()
    await newest(sponsor).get_by_role("button", name="Reply in thread").click()
    await sponsor.get_by_label("Reply", exact=True).fill("The data owner does.")
    await sponsor.keyboard.press("Enter")

    await expect(sponsor.get_by_role("complementary", name="Thread")).to_contain_text("The data owner does.")
    await newest(proposer).get_by_role("button", name="1 reply").click()
    await expect(proposer.get_by_role("complementary", name="Thread")).to_contain_text("The data owner does.")
    await proposer.keyboard.press("Escape")
    await expect(proposer.get_by_role("complementary", name="Thread")).to_be_hidden()
    await expect(newest(proposer).get_by_role("button", name="1 reply")).to_be_focused()


async def test_a_reaction_is_added_and_taken_back(open_as: Open) -> None:
    page = await open_as("proposer")
    await says(page, "We are live")
    await newest(page).hover()
    await newest(page).get_by_role("button", name="Add a reaction").click()
    await page.get_by_role("menuitem", name="tada").click()

    await newest(page).get_by_role("button", name="tada, 1: Proposer").click()

    await expect(newest(page).locator(".reaction")).to_have_count(0)


async def test_home_is_what_the_app_published_and_its_buttons_change_it(open_as: Open) -> None:
    page = await open_as("sponsor", place="home=1")
    home = page.get_by_role("region", name="Home of Example")
    await expect(home).to_contain_text("Nothing yet.")

    await home.get_by_role("button", name="Press me").click()

    await expect(home).to_contain_text("Pressed once.")
    await expect(home.get_by_role("button", name="Press me")).to_be_focused()


async def test_a_home_that_the_app_has_not_published_says_so(browser: Browser, address: str) -> None:
    page = await browser.new_page()

    await page.goto(f"{address}/?as=sponsor&home=1")

    await expect(page.locator("#home")).to_have_text("Example has put nothing here for you yet.")
    await expect(page.get_by_role("alert")).to_be_empty()


async def test_everything_can_be_done_by_keyboard(open_as: Open) -> None:
    page = await open_as("proposer")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the messages")).to_be_focused()
    await page.keyboard.press("Enter")
    await _tab_to(page, page.get_by_label("Message #ai-ideas"))
    await page.keyboard.type("/example form")
    await page.keyboard.press("Enter")

    await expect(field(page, "Problem")).to_be_focused()
    await page.keyboard.type("Claims wait four days")
    await page.keyboard.press("Tab")
    await page.keyboard.type("12")
    await page.keyboard.press("Tab")
    await page.keyboard.type("product")
    await expect(choice(page, "Product Owner")).to_be_visible()
    await page.keyboard.press("Escape")  # closes the list, not the form
    await expect(choice(page, "Product Owner")).to_be_hidden()
    await page.keyboard.type("product")
    await expect(choice(page, "Product Owner")).to_be_visible()
    await page.keyboard.press("Enter")
    await _tab_to(page, field(page, "Impact"))
    await page.keyboard.type("Low")
    await _tab_to(page, page.get_by_role("dialog").get_by_role("button", name="Send"))
    await page.keyboard.press("Enter")

    await expect(newest(page)).to_contain_text("Proposed: Claims wait four days | 12 | @Product Owner | None")
    await expect(page.get_by_label("Message #ai-ideas")).to_be_focused()


async def _tab_to(page: Page, target: Locator) -> None:
    for _ in range(60):
        if await target.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"{target} is not reached by Tab")


async def test_escape_closes_the_topmost_view_only_and_the_focus_stays_inside(open_as: Open) -> None:
    page = await open_as("proposer")
    await says(page, "/example form")
    await page.get_by_role("button", name="Explain").click()
    await expect(page.get_by_role("dialog", name="Explained")).to_be_visible()
    for _ in range(8):
        await page.keyboard.press("Tab")
        assert await page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )

    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Propose")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.get_by_label("Message #ai-ideas")).to_be_focused()


async def test_acting_as_another_member_shows_what_they_may_see(open_as: Open) -> None:
    page = await open_as("proposer")
    rooms = page.get_by_role("navigation")
    await expect(rooms.get_by_role("button", name="board-room")).to_be_hidden()

    await page.get_by_label("Act as").select_option(label="Sponsor · Chief Operating Officer")

    await expect(rooms.get_by_role("button", name="board-room")).to_be_visible()
    await expect(page).to_have_url(re.compile("as=sponsor"))


async def test_the_clock_is_moved_and_shown(open_as: Open) -> None:
    page = await open_as("proposer")
    before = await page.locator("#clock-face").get_attribute("datetime")

    await page.get_by_role("button", name="Move the clock by one week").click()

    await expect(page.locator("#clock-said")).to_contain_text("It is now")
    after = await page.locator("#clock-face").get_attribute("datetime")
    assert before is not None and after is not None and after[:10] > before[:10]
    await expect(page.get_by_role("button", name="Move the clock to the next thing due")).to_be_disabled()


async def test_a_phones_width_shows_everything_without_scrolling_sideways(open_as: Open) -> None:
    page = await open_as("proposer", width=360, height=740)
    await says(page, "/example gallery")
    await expect(page.get_by_role("table")).to_have_count(2)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    assert await page.evaluate("document.querySelector('#conversation').scrollWidth") <= 360

    await page.get_by_role("button", name="Channels").click()
    await page.get_by_role("button", name="general").click()
    await expect(page.locator("#place-name")).to_have_text("#general")
    await expect(page.get_by_role("button", name="Channels")).to_be_focused()

    await page.get_by_role("button", name="Tour").click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_the_tour_prepares_a_step_and_stays_closed_once_closed(open_as: Open) -> None:
    page = await open_as("sponsor")
    tour = page.get_by_role("complementary", name="Tour")

    await tour.get_by_role("button", name="Prepare “Propose a use case”").click()
    await expect(page.get_by_label("Act as")).to_have_value("U0PROPOSE")
    await expect(page.get_by_label("Message #ai-ideas")).to_have_value(re.compile("^/pilot"))

    await tour.get_by_role("button", name="Close the tour").click()
    await page.reload()
    await expect(page.locator("#place-name")).to_have_text("#ai-ideas")
    await expect(tour).to_be_hidden()


async def test_the_inspector_lists_the_calls_between_app_and_slack(open_as: Open) -> None:
    page = await open_as("proposer")

    await page.get_by_role("button", name="Calls between app and Slack").click()

    await expect(page.get_by_role("complementary", name="Calls")).to_contain_text("conversations.join")


async def test_nothing_is_fetched_from_elsewhere(open_as: Open) -> None:
    page = await open_as("proposer")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    await page.reload()
    await says(page, "/example gallery")
    await expect(page.get_by_role("table")).to_have_count(2)

    assert asked
    assert all(url.startswith(("http://127.0.0.1:", "data:")) for url in asked)


async def test_a_messages_address_leads_to_it(open_as: Open, client: AsyncWebClient, address: str) -> None:
    posted = await client.chat_postMessage(channel="C0AIIDEAS", text="The first one")
    link = (await client.chat_getPermalink(channel="C0AIIDEAS", message_ts=posted["ts"]))["permalink"]
    await client.chat_postMessage(channel="C0AIIDEAS", text=f"See <{link}|there>")
    page = await open_as("proposer")

    await page.get_by_role("link", name="there").click()
    await expect(page.locator(".message.pointed")).to_contain_text("The first one")

    await page.goto(link)
    await expect(page.locator(".message.pointed")).to_contain_text("The first one")


async def test_a_channels_details_show_its_canvas_its_pins_and_its_members(
    open_as: Open, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="C0AIIDEAS", text="Keep this in sight")
    await client.pins_add(channel="C0AIIDEAS", timestamp=posted["ts"])
    content = {"type": "markdown", "markdown": "# The plan\n\n- Week 1"}
    await client.conversations_canvases_create(channel_id="C0AIIDEAS", document_content=content)
    page = await open_as("proposer")

    await page.get_by_role("button", name="Details").click()

    details = page.get_by_role("complementary", name="Details of the channel")
    await expect(details).to_contain_text("The plan")
    await expect(details).to_contain_text("Keep this in sight")
    await expect(details.get_by_role("listitem").filter(has_text="Data Owner")).to_be_visible()
