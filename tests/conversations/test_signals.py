"""Signs of trouble in a running program: who may see it reads them."""

from sandbox.client import Slack
from tests.conversations.conftest import Rehearsal
from tests.conversations.story import running_program

HERE = "#ai-claims"


async def test_the_signs_can_be_asked_for_in_the_channel(slack: Slack, rehearsal: Rehearsal) -> None:
    await running_program(rehearsal.bot)
    owner = slack.as_("product-owner")
    assert "signs that pilots die of" in str(await owner.says(HERE, "/pilot signals"))
