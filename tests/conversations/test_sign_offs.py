"""Sign-offs, as people meet them: asked for, read, given, taken back, and asked for again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from program.items import Item, ItemState
from program.programs import Program
from sandbox.client import Answer, Seen, Slack
from storage import items
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

STARTED = date(2025, 12, 29)  # so that discovery ends on Friday, the 16th of January 2026
HERE = "ai-claims"
NASTY = "<!channel> & <@U0SPONSOR> 🚀 مرحبا " * 8


@dataclass(frozen=True)
class Signing:
    """A program in its second week whose deliverables are there, and the people who sign."""

    slack: Slack
    rehearsal: Rehearsal
    program: Program

    async def delivers(self, *keys: str, evidence: str = "https://wiki.example/it", by: str = "U0PROGMGR") -> None:
        services = self.rehearsal.bot.services
        async with services.database.writing() as session:
            for key in keys:
                done = Item(key, ItemState.DONE, None, evidence, None, by, services.clock.now())
                await items.save(session, self.program.id, done)

    async def asks(self) -> Answer:
        return await self.slack.as_("program-manager").says(HERE, "/pilot signoff ask")

    async def opens(self, who: str) -> Seen:
        await self.slack.as_(who).waits_for("dm", "asks you to sign")
        return (await self.slack.as_(who).presses("Read and sign", in_="dm")).modal

    async def signs(self, who: str, answer: str = "approved", **form: Any) -> Answer:
        await self.opens(who)
        if answer != "approved":
            await self.slack.as_(who).presses("sign-off-answer", choosing=answer)
        return await self.slack.as_(who).submits(answer=answer, **form)

    async def gate(self) -> Answer:
        return await self.slack.as_("auditor").says(HERE, "/pilot gate")

    async def count(self, what: str) -> int:
        async with self.rehearsal.bot.services.database.reading() as session:
            return int((await session.execute(text(f"SELECT count(*) FROM {what}"))).scalar_one())


@pytest.fixture
async def signing(rehearsal: Rehearsal) -> Signing:
    found = Signing(rehearsal.slack, rehearsal, await running_program(rehearsal.bot, start=STARTED))
    await found.delivers(*rehearsal.bot.services.playbook.gate("discovery").deliverables)
    return found


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_sign_off_from_its_request_to_its_record(signing: Signing) -> None:
    security = signing.slack.as_("security")
    asked = await signing.asks()
    assert "Asked to sign *End of discovery*" in asked and "Security: <@U0SECURIT>" in asked.text

    modal = await signing.opens("security")
    for wanted in ("*Security*, in your own name", "First architecture diagram", "https://wiki.example/it", "0 of 11"):
        assert wanted in modal
    signed = await security.submits(answer="approved", comment="Keys rotate")
    assert "You approved *End of discovery* of CLAIMS as *Security*" in signed.modal

    told = await security.waits_for("dm", "You approved")
    assert told.buttons == ["Change my answer"] and "Keys rotate" in told
    assert "✅ Security: <@U0SECURIT>" in str((await signing.gate()).response)
    assert await signing.count("signatures") == 1


async def test_an_approval_with_conditions_tells_who_must_meet_them(signing: Signing) -> None:
    security, manager = signing.slack.as_("security"), signing.slack.as_("program-manager")
    await signing.asks()
    assert "condition-1" not in (await signing.opens("security")).inputs
    await security.types("comment", NASTY)

    conditional = await security.presses("sign-off-answer", choosing="conditional")
    assert "condition-1" in conditional.modal.inputs and "condition-2" not in conditional.modal.inputs
    more = await security.presses("Add another condition")
    assert "condition-2" in more.modal.inputs

    past = {"condition-1": "Keys rotate", "owner-1": "engineering-lead", "due-1": "2026-01-07"}
    answer = await security.submits(past)
    assert answer.errors == {"due-1": "This date has passed: by when must the condition be met?"}
    answer = await security.submits({"due-1": "2026-02-02", "condition-2": "Something"})
    assert answer.errors == {"owner-2": "Who makes sure of it? Choose a person."}
    answer = await security.submits({"owner-2": "guest", "due-2": "2026-02-02"})
    assert "A guest cannot hold a role" in answer.errors["owner-2"]
    signed = await security.submits({"condition-2": "", "owner-2": None, "due-2": None})
    assert "You approved on a condition" in signed.modal

    assert "Yours to meet:* “Keys rotate” by Mon 2 Feb 2026" in (
        await signing.slack.as_("engineering-lead").waits_for("dm", "approved on a condition")
    )
    assert "missing at this gate" in await manager.waits_for("dm", "approved on a condition")
    kept = await security.waits_for("dm", "You approved on a condition")
    assert "&lt;!channel&gt; &amp; &lt;@U0SPONSOR&gt;" in kept.text
    assert "◦ if: Keys rotate" in str((await signing.gate()).response)


async def test_a_rejection_needs_its_reason_and_can_be_taken_back(signing: Signing) -> None:
    privacy = signing.slack.as_("privacy")
    await signing.asks()
    answer = await signing.signs("privacy", "rejected", comment="   ")
    assert answer.errors == {"comment": "Say what would have to change for you to sign."}
    await privacy.submits(comment="No DPIA")
    assert "Privacy rejected: “No DPIA”" in (await signing.gate()).text
    told = await signing.slack.as_("program-manager").waits_for("dm", "rejected *End of discovery*")
    assert "No DPIA" in told

    await privacy.closes(all_=True)
    again = await privacy.presses("Change my answer", in_=await privacy.waits_for("dm", "You rejected"))
    assert "You rejected this on" in again.modal and "Nothing has changed since." in again.modal
    assert "You approved" in (await privacy.submits(answer="approved")).modal

    assert "Privacy rejected" not in (await signing.gate()).text
    assert await signing.count("signatures") == 2


async def test_what_changed_while_it_was_read_is_read_again(signing: Signing) -> None:
    security = signing.slack.as_("security")
    await signing.asks()
    await signing.opens("security")
    await signing.delivers("d1-architecture", evidence="https://wiki.example/v2")

    answer = await security.submits(answer="approved", comment="Fine by me")
    assert "What you read has changed while you had it open" in answer.modal
    assert "https://wiki.example/v2" in answer.modal
    assert await signing.count("signatures") == 0

    assert "You approved" in (await security.submits()).modal
    assert "Fine by me" in await security.waits_for("dm", "You approved")


async def test_a_signature_goes_stale_and_only_its_giver_is_asked_again(signing: Signing) -> None:
    privacy = signing.slack.as_("privacy")
    await signing.asks()
    await signing.signs("security")
    await signing.signs("privacy")
    own = next(
        each.key
        for each in signing.rehearsal.bot.services.playbook.checklist_due_by("discovery")
        if each.owner_role == "privacy"
    )
    await signing.delivers(own)

    gate = str((await signing.gate()).response)
    assert "🔄 Privacy: <@U0PRIVACY> must look again" in gate and "✅ Security" in gate
    listed = await privacy.says("dm", "/pilot signoff")
    assert "*1 signature* of yours is asked for" in listed
    await privacy.closes(all_=True)
    modal = (await privacy.presses("Read and sign", in_="dm")).modal
    assert "Changed since then" in modal and "is done now, and was open" in modal
    await privacy.submits(answer="approved")
    assert "✅ Privacy" in str((await signing.gate()).response)


async def test_nobody_signs_for_another_or_for_their_own_work(signing: Signing) -> None:
    await signing.delivers("d1-architecture", by="U0SECURIT", evidence="https://wiki.example/mine")
    asked = await signing.asks()
    assert "Security: must be someone who did not deliver “First architecture diagram" in str(asked.response)

    await signing.slack.as_("privacy").waits_for("dm", "asks you to sign")
    theirs = (await signing.slack.as_("privacy").sees("dm"))[-1]
    answer = await signing.slack.as_("security").says(HERE, "/pilot signoff ask")
    assert "You cannot ask for sign-offs here" in answer
    assert "Read and sign" in theirs.buttons


async def test_asking_twice_asks_once_and_says_who_is_waited_for(signing: Signing) -> None:
    await signing.asks()
    again = await signing.asks()

    assert "Nobody is left to be asked" in again and "⏳ Security" in str(again.response)
    assert await signing.count("sign_offs") == 6


async def test_a_role_that_changed_hands_is_asked_of_its_new_holder(signing: Signing) -> None:
    security, manager = signing.slack.as_("security"), signing.slack.as_("program-manager")
    await signing.asks()
    await signing.opens("security")
    await manager.says(HERE, "/pilot people")
    await manager.presses("people-open-appoint:security", in_=HERE)
    assert not (await manager.submits(people=["legal"])).errors
    await manager.closes(all_=True)

    refused = await security.submits(answer="approved")
    assert "You cannot sign here" in str(refused.errors)
    await signing.slack.as_("legal").waits_for("dm", "as *Security*")
    withdrawn = await security.waits_for("dm", "the role has changed hands")
    assert not withdrawn.buttons
    assert "Nobody is left to be asked" in await signing.asks()
