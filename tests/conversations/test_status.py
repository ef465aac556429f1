"""What people see of programs: status, help, Home, and the weekly digest."""

import re
from dataclasses import replace
from datetime import date

import pytest

from program.visibility import Visibility
from sandbox.answers import Answer, Seen
from sandbox.client import Slack
from storage import programs
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import WEEK_1, running_program

CHANNEL = "#ai-claims"


# Reading is the same on both databases (see tests/storage); one is enough here.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_a_programs_channel_knows_its_status(rehearsal: Rehearsal) -> None:
    await running_program(rehearsal.bot)
    await rehearsal.slack.moves_clock(WEEK_1)

    status = await rehearsal.slack.as_("sponsor").says(CHANNEL, "/pilot status")

    assert "CLAIMS · Claims summaries" in status
    assert "Week 1 of 13" in status
    assert "End of discovery" in status
    assert "Fri 30 Jan 2026 (in 18 days)" in status
    assert "None defined yet" in status


async def test_elsewhere_people_see_the_programs_they_have_a_role_in(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    await running_program(rehearsal.bot, code="FRAUD", channel="ai-fraud", holders={"legal": ["proposer"]})

    assert "2 programs" in await slack.as_("security").says("#general", "/pilot status")
    assert "FRAUD" not in await slack.as_("legal").says("#general", "/pilot status")


async def test_being_in_a_channel_gives_no_right(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    await slack.as_("sponsor").invites(CHANNEL, "proposer")

    for words in ("status", "gate", "checklist", "kpi", "people", "risks", "week", "deliverables"):
        assert "You cannot see" in await slack.as_("proposer").says(CHANNEL, f"/pilot {words}"), words


async def test_a_held_program_says_so_first(rehearsal: Rehearsal) -> None:
    await running_program(rehearsal.bot, start=date(2026, 1, 12))
    await rehearsal.slack.moves_clock("2026-02-03T10:00:00+00:00")

    status = await rehearsal.slack.as_("program-manager").says(CHANNEL, "/pilot status")

    assert "*Held*: “End of discovery” is 4 days overdue" in status


async def test_help_shows_what_this_person_can_do_here(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)

    manager = await slack.as_("program-manager").says(CHANNEL, "/pilot")
    auditor = await slack.as_("auditor").says(CHANNEL, "/pilot help")

    assert "/pilot kpi define" in manager
    assert "/pilot kpi define" not in auditor
    assert "/pilot status" in auditor and "/pilot audit" in auditor


def offered(answer: Answer | Seen) -> list[str]:
    """The commands that are explained."""
    return re.findall(r"^`/pilot ([^`]+)` ", str(answer), flags=re.MULTILINE)


async def test_help_shows_a_dozen_and_the_rest_by_what_one_wants(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    manager = slack.as_("program-manager")

    first = await manager.says(CHANNEL, "/pilot help")
    assert len(offered(first)) == 12
    await manager.presses("Figures and money", in_=CHANNEL)
    assert "money version2" in offered(await manager.waits_for(CHANNEL, "/pilot money version2"))

    figures = await manager.says(CHANNEL, "/pilot help figures")
    assert "kpi define" in offered(figures) and "gate" not in offered(figures)
    assert offered(await manager.says("#general", "/pilot help claims figures")) == offered(figures)
    assert offered(await manager.says(CHANNEL, "/pilot help Figures and money")) == offered(figures)
    whole = offered(await manager.says(CHANNEL, "/pilot help all"))
    assert len(whole) > 40 and set(offered(figures)) < set(whole)
    assert "kpi define" not in offered(await manager.says("#general", "/pilot help all"))
    kpis = offered(await manager.says(CHANNEL, "/pilot help kpi"))
    assert kpis and all(each.startswith("kpi") for each in kpis)


async def test_help_on_what_there_is_none_on_names_the_nearest(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    auditor = slack.as_("auditor")

    assert "Did you mean `/pilot help figures`" in await auditor.says(CHANNEL, "/pilot help figurs")
    assert "with start, week, people" in await auditor.says(CHANNEL, "/pilot help zzzzzz")
    assert "Did you mean `/pilot gate close`" in await slack.as_("sponsor").says(CHANNEL, "/pilot gate clsoe")


async def test_help_of_a_program_that_does_not_show_is_as_if_it_were_not_there(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    program = await running_program(rehearsal.bot)
    async with rehearsal.bot.services.database.writing() as session:
        hidden = replace(program, visibility=Visibility.MEMBERS)
        await programs.save(session, rehearsal.bot.workspace.id, hidden)
    manager, stranger = slack.as_("program-manager"), slack.as_("proposer")

    assert "CLAIMS" in await manager.says("#general", "/pilot help CLAIMS")
    assert "There is no help on “claims”" in await stranger.says("#general", "/pilot help CLAIMS")


async def test_whoever_writes_to_the_bot_gets_an_answer(rehearsal: Rehearsal) -> None:
    security = rehearsal.slack.as_("security")
    await security.dm()

    await security.says("dm", "hello, what can you do? <!channel>")

    assert "/pilot propose" in await security.waits_for("dm", "What fits now")


async def test_who_mentions_the_bot_is_answered_privately(rehearsal: Rehearsal) -> None:
    security = rehearsal.slack.as_("security")
    await security.adds_bot("#general")

    await security.says("#general", "@pilot what now?")

    assert "/pilot propose" in await security.waits_for("dm", "What fits now")
    assert not [each for each in await security.sees("#general") if "/pilot propose" in each]


@pytest.mark.parametrize(
    ("typed", "meant"), [("chekclist", "checklist"), ("staus", "status"), ("kpis", "kpi"), ("sing-off", "signoff")]
)
async def test_an_unknown_word_gets_the_nearest(slack: Slack, typed: str, meant: str) -> None:
    answer = await slack.as_("sponsor").says("#general", f"/pilot {typed}")

    assert f"Did you mean `/pilot {meant}`" in answer


@pytest.mark.parametrize("typed", ["<!channel>", "🚀🚀🚀", "زمن", "x" * 500, "'; DROP TABLE programs; --"])
async def test_nonsense_is_answered_and_does_nothing(slack: Slack, typed: str) -> None:
    answer = await slack.as_("sponsor").says("#general", f"/pilot {typed}")

    assert "is not something I can do" in answer
    assert answer.response
    assert "<!channel>" not in answer.response.text


async def test_home_shows_what_waits_for_a_person(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    await slack.moves_clock(WEEK_1)

    owner = await slack.as_("product-owner").home()
    stranger = await slack.as_("proposer").home()

    assert "Waiting for you:" in owner
    assert "Mark done" in owner.buttons
    assert "CLAIMS" in owner
    assert "You hold no role in a program yet" in stranger


async def test_the_digest_goes_to_the_channel_that_the_office_chose(rehearsal: Rehearsal) -> None:
    slack = rehearsal.slack
    await running_program(rehearsal.bot)
    boss = slack.as_("sponsor")  # an administrator of the workspace
    await boss.adds_bot("#leadership")
    await boss.says("#leadership", "/pilot digest settings")
    assert "next on" in str((await boss.submits(channel="leadership")).view)

    await slack.moves_clock("2026-01-16T12:00:00+00:00")  # past Friday's digest

    posted = await boss.waits_for("#leadership", "AI programs, week of Mon 12 Jan 2026")
    assert "CLAIMS" in posted
    again = await slack.moves_clock("2026-01-16T13:00:00+00:00")
    assert again
    said = [each for each in await boss.sees("#leadership") if "AI programs, week of Mon 12 Jan" in each]
    assert len(said) == 1


async def test_who_is_not_the_office_cannot_choose_where_the_digest_goes(slack: Slack) -> None:
    assert "You cannot choose where the digest goes" in await slack.as_("legal").says(
        "#general", "/pilot digest settings"
    )
