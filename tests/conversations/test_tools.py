"""AI tools: asked for, decided on by the program office, found again, talked about, looked at again."""

import pytest

from sandbox.client import Slack
from storage import audit, people
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE = "#ai-ideas"
LINGUA = {
    "name": "Lingua",
    "purpose": "Translate <letters> & replies",
    "users": "12 handlers",
    "data": ["personal-data", "health-data"],
    "depth": "none",
    "link": "https://lingua.example",
    "owner": "operations",
}


@pytest.fixture
async def slack(rehearsal: Rehearsal) -> Slack:
    """The program manager and the auditor run the portfolio."""
    slack, bot = rehearsal.slack, rehearsal.bot
    for name in ("program-manager", "auditor"):
        await slack.as_(name).says(HERE, "/pilot tools")
    async with bot.services.database.writing() as session:
        await people.save_office(session, bot.workspace.id, ["U0PROGMGR", "U0AUDITOR"])
    return slack


async def ask(slack: Slack, who: str, **changed: object) -> dict[str, str]:
    person = slack.as_(who)
    await person.says(HERE, "/pilot tools")
    await person.presses("Ask for a tool", in_=HERE)
    errors = dict((await person.submits(LINGUA | changed)).errors or {})
    if not errors:
        await person.closes(all_=True)
    return errors


async def test_one_asks_and_another_of_the_office_approves(rehearsal: Rehearsal, slack: Slack) -> None:
    proposer, office = slack.as_("proposer"), slack.as_("program-manager")
    assert "No AI tool is approved yet" in await proposer.says(HERE, "/pilot tools")
    assert "https://" in (await ask(slack, "proposer", link="lingua.example"))["link"]
    await proposer.closes(all_=True)
    assert not await ask(slack, "proposer")
    assert "asked for already" in (await ask(slack, "security", name="LINGUA"))["name"]
    assert "1 request" in await proposer.says(HERE, "/pilot tools")
    assert "request" not in await slack.as_("legal").says(HERE, "/pilot tools"), "others' requests are theirs"

    assert "1 request to decide on" in await office.home()
    assert "request" not in await slack.as_("legal").home()
    assert "personal data, health data" in await office.waits_for("dm", "asks for an AI tool")
    opened = await office.presses("Approve", in_="dm")
    assert "plan how it gets inside" in opened.modal
    terms = {"data": ["personal-data"], "limits": "A person reads it.", "learn": "Fridays at 9", "owner": "operations"}
    assert "after today" in (await office.submits(terms | {"review_on": "2026-01-08"})).errors["review_on"]
    assert "stays on the list" in (await office.submits(terms | {"review_on": "2026-06-01"})).modal
    await office.closes(all_=True)
    for _ in range(100):  # it is shown again a moment later
        if "to decide on" not in (home := await office.home()):
            break
        await slack.waits(0.1)
    assert "to decide on" not in home
    assert "A person reads it." in await proposer.waits_for("dm", "*Lingua* is approved for everybody")
    await slack.as_("auditor").waits_for("dm", "nothing waits for you")

    assert "Translate" in await slack.as_("legal").says(HERE, "/pilot tools transl")
    assert "No approved tool matches “vpn”" in await slack.as_("legal").says(HERE, "/pilot tools vpn")
    async with rehearsal.bot.services.database.reading() as session:
        did = [each.did for each in await audit.list_entries(session, rehearsal.bot.workspace.id)]
    assert did[:2] == ["tool:approve", "tool:ask"]


async def test_nobody_decides_on_their_own_and_a_no_comes_with_something_else(slack: Slack) -> None:
    assert not await ask(slack, "program-manager", name="Deepl")
    mine, auditor = slack.as_("program-manager"), slack.as_("auditor")
    await mine.says(HERE, "/pilot tools")
    card = await mine.presses("Open", in_=HERE)
    assert "Approve" not in card.modal
    await mine.closes(all_=True)
    await auditor.waits_for("dm", "asks for an AI tool")
    await auditor.presses("Approve", in_="dm")
    assert not (await auditor.submits(owner="operations", review_on="2026-06-01")).errors
    await auditor.closes(all_=True)

    assert not await ask(slack, "proposer")
    await auditor.waits_for("dm", "Lingua")
    await auditor.presses("Turn down", in_="dm")
    bare = await auditor.submits(reason="Letters leave the country.")
    assert "Offer something" in bare.errors["alternative"]
    assert await auditor.looks_up("tool-alternative", "dee") == ["Deepl"]
    assert not (await auditor.submits(reason="Letters leave the country.", alternative="Deepl")).errors
    await auditor.closes(all_=True)
    told = await slack.as_("proposer").waits_for("dm", "*Lingua* was not approved: Letters leave the country.")
    assert "*Use instead:* Deepl" in told


async def test_its_owner_hears_of_it_and_on_its_day_it_is_looked_at_again(slack: Slack) -> None:
    assert not await ask(slack, "proposer")
    office, owner = slack.as_("program-manager"), slack.as_("operations")
    await office.waits_for("dm", "asks for an AI tool")
    await office.presses("Approve", in_="dm")
    assert not (await office.submits(data=["personal-data"], owner="operations", review_on="2026-03-02")).errors
    await office.closes(all_=True)

    user = slack.as_("legal")
    await user.says(HERE, "/pilot tools")
    await user.presses("Open", in_=HERE)
    await user.presses("Tell its owner")
    assert "gets it" in (await user.submits(text="Slow on <Mondays>.")).modal
    await user.closes(all_=True)
    await owner.waits_for("dm", "Slow on &lt;Mondays&gt;.")
    await owner.presses("Open", in_="dm")
    seen = await owner.view()
    assert seen and "Slow on" in seen and "Retire" not in seen
    await owner.closes(all_=True)

    await slack.moves_clock("2026-03-02T10:00:00+00:00")
    assert "You answer for it" in await owner.waits_for("dm", "does it stay?")
    await office.waits_for("dm", "does it stay?")
    assert "To be looked at again" in await office.says(HERE, "/pilot tools")
    await office.presses("Open", in_="dm")
    await office.presses("Look at it again")
    assert "after today" in (await office.submits(owner="operations", review_on="2026-03-02")).errors["review_on"]
    assert "1 Sep 2026" in (await office.submits(owner="operations", review_on="2026-09-01")).modal
    await office.presses("Retire")
    assert "no longer on the list" in (await office.submits(reason="Nobody used it; Deepl does.")).modal
    await office.closes(all_=True)
    await slack.as_("proposer").waits_for("dm", "*Lingua* is no longer an approved tool: Nobody used it; Deepl does.")
    assert "No AI tool is approved yet" in await user.says(HERE, "/pilot tools")


async def test_without_an_office_administrators_are_asked(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    assert not await ask(slack, "proposer")
    assert "request" not in await slack.as_("legal").says(HERE, "/pilot tools")
    await slack.as_("sponsor").says(HERE, "/pilot tools")
    assert not await ask(slack, "legal", name="Other")
    await slack.as_("sponsor").waits_for("dm", "asks for an AI tool")


async def test_what_a_vendor_makes_is_done_once_somebody_within_can_run_it(rehearsal: Rehearsal) -> None:
    await running_program(rehearsal.bot)
    lead = rehearsal.slack.as_("engineering-lead")
    await lead.says("#ai-claims", "/pilot done")
    await lead.looks_up("item-options", "model strategy")
    form = (await lead.submits(item="w7-model-strategy", evidence="Bought.")).modal
    assert "Who of our own people can run and change it?" in form
    vendor = {"strategy": "managed", "provider": "A vendor's", "hosting": "inside", "made-by": "bought"}
    bought = vendor | {"reason": "It is there."}
    refused = await lead.submits(bought)
    assert "one of your own people who can run and change what others make" in str(refused.errors)
    assert not (await lead.submits(bought | {"own-hands": ["engineering-lead"]})).errors
