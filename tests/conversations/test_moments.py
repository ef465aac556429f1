"""What is told about the pilot goes straight to its form, by command or from a message."""

from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE = "#ai-claims"


async def test_moments_stories_and_logs_are_put_down_in_passing(rehearsal: Rehearsal) -> None:
    await running_program(rehearsal.bot)
    owner = rehearsal.slack.as_("product-owner")

    await owner.says(HERE, "It wrote the whole reply & <nobody> had to correct it.")
    message = await owner.waits_for(HERE, "whole reply")
    form = (await owner.uses_shortcut("record-moment", on=(HERE, message.ts))).modal
    first = next(block for block in form.blocks if block.get("block_id") == "what")
    assert first["element"]["initial_value"] == "It wrote the whole reply & <nobody> had to correct it."
    assert "It clearly helped" in (await owner.submits(kind="helped")).modal
    await owner.closes(all_=True)

    for word, title in (("moment", "Moment"), ("story", "Story"), ("tuning", "Change"), ("training", "Session")):
        assert title in (await owner.says(HERE, f"/pilot {word}")).modal
        await owner.closes(all_=True)
    await owner.says(HERE, "/pilot story")
    told = {"what": "Claims in a day.", "share": "yes", "told-by": "operations"}
    assert "how many minutes it saved" in (await owner.submits(told)).errors["quality"]
    assert "Claims in a day" in (await owner.submits(told | {"minutes": "12"})).modal


async def test_a_message_elsewhere_is_no_moment_of_any_program(rehearsal: Rehearsal) -> None:
    await running_program(rehearsal.bot)
    proposer = rehearsal.slack.as_("proposer")
    await proposer.says("#ai-ideas", "It helped.")
    message = await proposer.waits_for("#ai-ideas", "It helped")
    answer = await proposer.uses_shortcut("record-moment", on=("#ai-ideas", message.ts))
    assert "This channel belongs to no program" in answer.modal
