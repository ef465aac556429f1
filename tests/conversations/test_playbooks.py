"""A program takes up a newer playbook: what changes is shown first, what was done stays, and the channel learns why."""

from dataclasses import replace

import pytest

from program.items import Item, ItemState
from program.playbook import Playbook
from program.programs import Program
from sandbox.client import Slack
from storage import items, playbooks, programs, standings
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE = "ai-claims"


def older(playbook: Playbook) -> Playbook:
    """Other evidence for the diagram, and compliance does not sign yet."""
    deliverables = tuple(
        replace(each, evidence="A sketch") if each.key == "d1-architecture" else each for each in playbook.deliverables
    )
    gates = tuple(
        replace(each, signers=tuple(role for role in each.signers if role != "compliance"))
        if each.key == "discovery"
        else each
        for each in playbook.gates
    )
    return replace(playbook, version="0.9", deliverables=deliverables, gates=gates)


@pytest.fixture
async def program(rehearsal: Rehearsal) -> Program:
    """It began with an older playbook, and has its diagram."""
    bot = rehearsal.bot
    program = await running_program(bot)
    old = older(bot.services.playbook)
    begun = replace(program, playbook=old.digest)
    done = Item("d1-architecture", ItemState.DONE, None, "A photo", None, "U0ENGLEAD", bot.services.clock.now())
    async with bot.services.database.writing() as session:
        await playbooks.add(session, old)
        await programs.save(session, bot.workspace.id, begun)
        await items.save(session, program.id, done)
    return begun


async def test_a_newer_playbook_is_seen_and_adopted(slack: Slack, rehearsal: Rehearsal, program: Program) -> None:
    manager, bot = slack.as_("program-manager"), rehearsal.bot
    told = await manager.says(HERE, "/pilot playbook")
    assert "version 0.9, since its start" in told and "0 added, 0 removed, 2 changed" in told

    opened = await manager.presses("See what would change", in_=HERE)
    assert "is open again, since other evidence is asked for: Link to the diagram" in opened.modal
    assert "End of discovery: Compliance must sign as well" in opened.modal
    assert "1 deliverable: First architecture diagram" in opened.modal

    adopted = await manager.submits(reason="The auditors want it.")
    assert "The auditors want it." in adopted.modal
    said = await slack.as_("sponsor").waits_for(HERE, "📘")
    assert "moved *CLAIMS* to" in said and "it ran on version 0.9" in said

    async with bot.services.database.reading() as session:
        after = await standings.get(session, await programs.get(session, bot.workspace.id, program.id))
    assert after.program.playbook == bot.services.playbook.digest
    assert after.item("d1-architecture").state is not ItemState.DONE
    assert "compliance" in after.playbook.gate("discovery").signers
    assert "adopted by" in await manager.says(HERE, "/pilot playbook")
    assert "adopted another playbook" in await slack.as_("auditor").says(HERE, "/pilot audit")


async def test_a_form_that_is_late_and_who_may_not_change_nothing(
    slack: Slack, rehearsal: Rehearsal, program: Program
) -> None:
    manager, sponsor = slack.as_("program-manager"), slack.as_("sponsor")
    for each in (manager, sponsor):
        await each.says(HERE, "/pilot playbook")
        await each.presses("See what would change", in_=HERE)
    await manager.submits(reason="New rules.")
    late = await sponsor.submits(reason="Me too.")
    assert late.errors == {"reason": "CLAIMS runs on this playbook already."}

    auditor = await slack.as_("auditor").says(HERE, "/pilot playbook")
    assert auditor.response and "See what would change" not in auditor.response.buttons
    assert "You cannot see the playbook here" in await slack.as_("proposer").says("#ai-ideas", "/pilot playbook CLAIMS")
