"""Somebody tells about a tool in use; who leaves their name out is nowhere to be found."""

import pytest
from sqlalchemy import text

from sandbox.client import Slack
from storage import people
from storage.tables import Table
from tests.conversations.conftest import Rehearsal

HERE = "#ai-ideas"
FREE = {"name": "ChatFree", "purpose": "Drafts <replies> to brokers", "data": ["personal-data"]}


async def tells(slack: Slack, who: str, **changed: object) -> str:
    person = slack.as_(who)
    await person.says(HERE, "/pilot tools")
    await person.presses("Tell us about one in use", in_=HERE)
    answer = await person.submits(FREE | changed)
    assert not answer.errors
    seen = str(answer.modal)
    await person.closes(all_=True)
    return seen


async def everything(rehearsal: Rehearsal) -> dict[str, str]:
    """Each table as text."""
    async with rehearsal.bot.services.database.reading() as session:
        found = {}
        for table in Table.metadata.sorted_tables:
            rows = await session.execute(text(f'SELECT * FROM "{table.name}"'))
            found[table.name] = str([tuple(row) for row in rows])
        return found


async def test_who_leaves_their_name_out_is_in_no_table_and_no_log(
    rehearsal: Rehearsal, capfd: pytest.CaptureFixture[str]
) -> None:
    slack = rehearsal.slack
    await slack.as_("sponsor").says(HERE, "/pilot tools")  # an administrator, who may decide
    assert "kept nowhere" in await tells(slack, "proposer", named="no")

    told = await slack.as_("sponsor").waits_for("dm", "ChatFree")
    assert "held against nobody" in told and "left their name out" in told
    kept = await everything(rehearsal)
    assert (
        "ChatFree" in kept["tool_reports"]
        and "ChatFree" in kept["assessed_pilots"]
        and "ChatFree" in kept["audit_entries"]
    )
    assert [name for name, rows in kept.items() if "U0PROPOSE" in rows] == ["people"], "as whoever uses the bot"
    said = capfd.readouterr()
    assert "U0PROPOSE" not in said.out + said.err


async def test_it_stands_once_in_the_inventory(rehearsal: Rehearsal) -> None:
    slack, sponsor = rehearsal.slack, rehearsal.slack.as_("sponsor")
    assert "No pilot is in the inventory yet" in await sponsor.says(HERE, "/pilot assess")
    await tells(slack, "proposer", named="no")
    await tells(slack, "legal", name="CHATFREE", named="no")

    seen = await sponsor.says(HERE, "/pilot assess")
    assert "ChatFree" in seen and "CHATFREE" not in seen
    card = (await sponsor.presses("Open", in_=HERE)).modal
    assert "Drafts" in card and "U0PROPOSE" not in card


async def test_it_is_sent_to_the_same_people_whoever_told(rehearsal: Rehearsal) -> None:
    slack, bot = rehearsal.slack, rehearsal.bot
    for name in ("program-manager", "auditor"):
        await slack.as_(name).says(HERE, "/pilot tools")
    async with bot.services.database.writing() as session:
        await people.save_office(session, bot.workspace.id, ["U0PROGMGR", "U0AUDITOR"])
    await tells(slack, "auditor")

    for name in ("program-manager", "auditor"):
        assert "ChatFree" in await slack.as_(name).waits_for("dm", "left their name out")


async def test_the_office_takes_it_up_and_who_gave_their_name_is_answered(rehearsal: Rehearsal) -> None:
    slack, office = rehearsal.slack, rehearsal.slack.as_("sponsor")
    await office.says(HERE, "/pilot tools")
    assert "with your name" in await tells(slack, "proposer", named="yes")
    assert "ChatFree" not in await slack.as_("legal").says(HERE, "/pilot tools"), "the office's alone"

    await office.waits_for("dm", "ChatFree")
    await office.presses("Ask for it", in_="dm")
    form = await office.view()
    assert form
    given = {each["block_id"]: each["element"].get("initial_value") for each in form.blocks if each["type"] == "input"}
    assert (given["name"], given["purpose"]) == (FREE["name"], FREE["purpose"])
    await office.closes(all_=True)

    assert "1 tool in use that nobody approved" in await office.home()
    assert "ChatFree" in (await office.presses("Look", in_="home")).modal
    await office.closes(all_=True)
    assert "1 tool in use" in await office.says(HERE, "/pilot tools")
    await office.presses("Say what became of it", in_="dm")
    assert "Kept" in (await office.submits(outcome="Lingua is approved for your team.")).modal
    await office.closes(all_=True)
    await slack.as_("proposer").waits_for("dm", "What became of it: Lingua is approved for your team.")
    await office.waits_for("dm", "nothing waits for you")
    assert "ChatFree" not in await office.says(HERE, "/pilot tools")
