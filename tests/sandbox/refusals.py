"""What a refused Web API call says, for the tests."""

from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse


async def refused(call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    """The body of an answer that says no."""
    with pytest.raises(SlackApiError) as refusal:
        await call
    return dict(refusal.value.response.data)


async def code(call: Awaitable[AsyncSlackResponse]) -> str:
    """Slack's name for why it refuses."""
    return str((await refused(call))["error"])
