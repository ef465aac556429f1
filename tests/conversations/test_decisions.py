"""The decision after a vote: the sponsor's alone, what it needs, what it does, and who learns of it."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import text

from program.programs import ProgramState
from sandbox.client import Answer
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import CLAIMS, nothing_missing, running_program
from tests.conversations.voting import BEFORE_THE_VOTE, HERE, VOTERS, WEEK_10, Voting, begin

SCALE_VOTERS = ("product-owner", "business-owner", "operations", "engineering-lead", "risk-owner", "change-lead")


@pytest.fixture
async def voting(rehearsal: Rehearsal) -> Voting:
    return await begin(rehearsal)


async def test_a_go_opens_the_next_phase_and_everybody_learns_of_it_once(voting: Voting) -> None:
    await nothing_missing(voting.rehearsal.bot, voting.program, "go-no-go")
    poll = await voting.closes()

    answer = await voting.decides("go")

    assert "*Go* is recorded" in answer.modal
    told = await voting.shows("has decided on")
    assert told.thread_ts == poll.ts, "a reply in the poll's thread that the channel sees as well"
    assert "*Go*" in told and "Controlled rollout begins Mon 12 Jan 2026" in told
    assert "Decided: Go*, by Sponsor" in await voting.shows("Decided: Go")
    assert "Decided: *Go*" in await voting.sees("sponsor", "Decided: *Go*")
    standing = await voting.standing()
    assert [each.gate for each in standing.passed][-1] == "go-no-go"
    assert (await voting.did())[0] == "decision:go"


async def test_only_the_sponsor_is_offered_the_decision(voting: Voting) -> None:
    await voting.closes(voters=tuple(VOTERS))
    for who, offered in (("sponsor", ["Decide"]), ("program-manager", []), ("product-owner", [])):
        asked = await voting.slack.as_(who).says(HERE, "/pilot vote")
        assert asked.response and asked.response.buttons == offered
    assert await voting.count("posts WHERE subject = 'DecisionWanted'") == 1


async def test_of_two_sponsors_at_once_one_decides(rehearsal: Rehearsal) -> None:
    both = ["sponsor", "legal"]
    program = await running_program(rehearsal.bot, start=WEEK_10, passed=BEFORE_THE_VOTE, holders={"sponsor": both})
    voting = Voting(rehearsal.slack, rehearsal, program)
    await nothing_missing(rehearsal.bot, program, "go-no-go")
    await voting.closes()
    sponsors = [voting.slack.as_(name) for name in both]
    for sponsor in sponsors:
        await voting.sees(sponsor.name, "The decision is yours")
        await sponsor.presses("decision-open", in_="dm")

    answers = await asyncio.gather(*(sponsor.submits(choice="go") for sponsor in sponsors))

    refused = [each for answer in answers for each in answer.errors.values()]
    assert len(refused) == 1 and await voting.count("decisions") == 1
    assert "recorded already" in refused[0] or "Someone else changed this" in refused[0]
    for sponsor in sponsors:
        await voting.sees(sponsor.name, "Decided: *Go*")


async def test_a_double_click_on_record_records_one_decision(voting: Voting) -> None:
    await nothing_missing(voting.rehearsal.bot, voting.program, "go-no-go")
    await voting.closes()
    sponsor = voting.slack.as_("sponsor")
    await voting.sees(sponsor.name, "The decision is yours")
    await sponsor.presses("decision-open", in_="dm")

    await asyncio.gather(sponsor.submits(choice="go"), sponsor.submits(choice="go"))

    assert await voting.count("decisions") == 1


async def test_the_decider_reads_how_much_is_missing_now_and_not_when_the_vote_closed(voting: Voting) -> None:
    await nothing_missing(voting.rehearsal.bot, voting.program, "go-no-go")
    await voting.closes()
    asked = await voting.sees("sponsor", "The decision is yours")
    assert "Nothing is missing at this gate" in asked

    security = voting.slack.as_("security")
    await security.says(HERE, "/pilot risk")
    assert not (await security.submits(title="The model drifts", likelihood="4", impact="5", owner="risk-owner")).errors

    again = await voting.sees("sponsor", "high, and not mitigated: “The model drifts”")
    assert again.ts == asked.ts


async def test_a_plain_go_is_refused_while_something_is_missing(voting: Voting) -> None:
    await voting.closes()

    refused = await voting.decides("go")

    assert "“Go” is not possible: this is not answered: “Is it accurate enough" in refused.errors["choice"]
    assert "Possible now: “Iterate two weeks” or “Pause”." in refused.errors["choice"]


async def test_conditions_each_need_what_who_and_when(voting: Voting) -> None:
    await nothing_missing(voting.rehearsal.bot, voting.program, "go-no-go")
    await voting.closes(no=4)
    sponsor = voting.slack.as_("sponsor")
    assert "Write the condition" in (await voting.decides("go-with-conditions")).errors["condition-1"]

    async def refused(**form: object) -> dict[str, str]:
        return (await sponsor.submits(**form)).errors

    what = "Test the rollback <!channel> 🚀"
    assert "Who makes sure of it?" in (await refused(**{"condition-1": what}))["owner-1"]
    assert "By when" in (await refused(**{"owner-1": "on-call"}))["due-1"]
    assert "This date has passed" in (await refused(**{"due-1": "2026-01-07"}))["due-1"]
    assert "did not carry this" in (await refused(**{"due-1": "2026-01-15"}))["reason"]
    await sponsor.types("reason", "The pilot group is five people")
    more = await sponsor.presses("Add another condition")
    assert "condition-2" in more.modal.inputs
    for other, sentence in (("lunch-bot", "A bot"), ("guest", "A guest")):
        errors = await refused(**{"condition-2": "Train them", "owner-2": other, "due-2": "2026-01-16"})
        assert sentence in errors["owner-2"]

    done = await sponsor.submits(**{"owner-2": "change-lead"})

    assert "with 2 conditions" in done.modal
    told = await voting.shows("has decided on")
    assert "Test the rollback" in told and "<@U0ONCALLX>, Thu 15 Jan 2026" in told
    assert "The pilot group is five people" in told
    listed = await voting.slack.as_("auditor").says(HERE, "/pilot decisions")
    assert "Go with conditions" in listed and "Train them (<@U0CHANGEL>, Fri 16 Jan 2026)" in listed
    assert "vote: Go 3, Go with conditions 0, No-go 4, Abstain 0" in listed
    assert "You cannot see this gate here" in await voting.slack.as_("proposer").says(
        "ai-ideas", "/pilot decisions CLAIMS"
    )


async def test_an_iteration_moves_the_plan_and_the_vote_comes_again(voting: Voting) -> None:
    await voting.closes(no=7)
    assert "Write down why" in (await voting.decides("iterate")).errors["reason"]

    await voting.slack.as_("sponsor").submits(reason="The controls need two more weeks")

    told = await voting.shows("has decided on")
    assert "this gate is due Fri 23 Jan 2026 now, and is voted on again" in told
    standing = await voting.standing()
    gate = standing.playbook.gate("go-no-go")
    assert standing.gate_day(gate) == date(2026, 1, 23) and not standing.is_passed(gate)
    assert standing.program.state is ProgramState.RUNNING
    form = await voting.slack.as_("program-manager").says(HERE, "/pilot vote")
    assert "Nothing that this vote rests on has changed since the last decision" in form.modal
    assert not (await voting.slack.as_("program-manager").submits({})).errors
    assert await voting.count("polls") == 2


async def test_a_pause_stops_the_prompts_until_the_sponsor_resumes(voting: Voting) -> None:
    await voting.closes(no=4)
    await voting.decides("pause", reason="The data owner left", review_on="2026-01-20")
    assert "the program is paused" in await voting.shows("has decided on")
    prompts = await voting.count("posts WHERE subject = 'WeeklyPrompt'")
    assert "This program is paused" in await voting.slack.as_("product-owner").says(HERE, "/pilot vote")

    await voting.slack.moves_clock("2026-01-27T10:00:00+00:00")

    assert await voting.count("posts WHERE subject = 'WeeklyPrompt'") == prompts
    assert "You cannot resume" in await voting.slack.as_("program-manager").says(HERE, "/pilot resume")
    sponsor = voting.slack.as_("sponsor")
    form = await sponsor.says(HERE, "/pilot resume")
    assert "The data owner left" in form.modal and "moves by 3 weeks" in form.modal
    assert (await sponsor.submits(reason="   ")).errors["reason"]
    assert "goes on" in (await sponsor.submits(reason="There is a new data owner")).modal
    assert "due Fri 30 Jan 2026" in await voting.shows("has taken *CLAIMS* up again")
    standing = await voting.standing()
    assert standing.program.state is ProgramState.RUNNING
    assert standing.week(voting.rehearsal.bot.services.clock.now()).number == 10
    listed = await voting.slack.as_("auditor").says(HERE, "/pilot decisions")
    assert "Resumed" in listed and "Pause" in listed
    assert "not paused" in await sponsor.says(HERE, "/pilot resume")


async def test_the_last_gate_ends_the_program(rehearsal: Rehearsal) -> None:
    passed = ("selection", "discovery", "foundation", "go-no-go")
    program = await running_program(rehearsal.bot, start=date(2025, 10, 13), passed=passed)
    voting = Voting(rehearsal.slack, rehearsal, program)
    await nothing_missing(rehearsal.bot, program, "scale")
    poll = await voting.opens()
    assert poll.buttons == ["Scale up", "Stabilise", "Pivot or pause", "Abstain", "Recuse"]
    for voter in SCALE_VOTERS:
        await voting.votes(voter, poll, "scale", "Two more regions")
    await voting.shows("The vote has closed")

    assert "“Scale up” needs this" in (await voting.decides("scale")).errors["ask-next-scope"]
    answer: Answer = await voting.slack.as_("sponsor").submits(
        **{"ask-next-scope": "Claims in Spain and Italy come next"}
    )

    assert "recorded" in answer.modal
    assert "this was the last gate: the program is finished" in await voting.shows("has decided on")
    assert (await voting.standing()).program.state is ProgramState.FINISHED
    over = await voting.slack.as_("program-manager").says(HERE, "/pilot vote")
    assert "Every vote of this program is behind it" in over


async def test_the_words_of_a_decision_are_corrected_in_the_open_by_who_decided(voting: Voting) -> None:
    await nothing_missing(voting.rehearsal.bot, voting.program, "go-no-go")
    await voting.closes()
    await voting.decides("go", reason="The numbres hold")
    sponsor, manager = voting.slack.as_("sponsor"), voting.slack.as_("program-manager")
    await sponsor.closes(all_=True)

    others = await manager.says(HERE, "/pilot decisions")
    assert others.response and "Correct the words" not in others.response.buttons
    await sponsor.says(HERE, "/pilot decisions")
    form = (await sponsor.presses("Correct the words", in_=HERE)).modal
    assert "What was decided stays" in form
    assert "Nothing is different" in (await sponsor.submits(reason="The numbres hold")).errors["reason"]
    assert "The words are corrected" in (await sponsor.submits(reason="The numbers hold")).modal
    await sponsor.closes(all_=True)

    poll = await voting.shows("Vote: Go or no-go")
    told = await voting.shows("has corrected the words", thread=poll.ts)
    assert "The numbers hold" in told and "_Before: The numbres hold_" in told
    listed = await manager.says(HERE, "/pilot decisions")
    assert "These words were corrected since" in listed and "Corrects what was recorded on" in listed
    assert (await voting.did())[0] == "decision:correct"
    standing = await voting.standing()
    assert [each.choice for each in standing.decisions] == ["go", "go"] and standing.next_gate
    assert standing.next_gate.key == "scale"


async def test_when_the_primary_stops_its_backup_is_offered(voting: Voting) -> None:
    slack, owner, sponsor = voting.slack, voting.slack.as_("product-owner"), voting.slack.as_("sponsor")
    await owner.says("#ai-ideas", "/pilot propose")
    await owner.submits(CLAIMS | {"title": "Fraud triage"})
    await owner.closes(all_=True)
    async with voting.rehearsal.bot.services.database.writing() as session:
        await session.execute(text("UPDATE programs SET backup_id = (SELECT id FROM use_cases WHERE number = 2)"))
    await voting.closes(no=4)
    await voting.decides("pause", reason="The data owner left", review_on="2026-03-02")
    await slack.as_("sponsor").closes(all_=True)

    assert "*UC-2 Fraud triage*" in await voting.sees("product-owner", "has stopped")
    await owner.presses("Select the backup", in_="dm")
    assert not (await owner.submits(why="It was the backup.")).errors

    await voting.sees("sponsor", "asks you, as its sponsor")
    await sponsor.presses("Read and answer", in_="dm")
    assert not (await sponsor.submits(answer="agree")).errors
