"""Links to what the bot has said."""

from slack_sdk.errors import SlackApiError

from commands.services import Asked


async def to_message(asked: Asked, found: tuple[str, str] | None) -> str | None:
    """The address of the message in this channel with this `ts`; `None` where there is none to lead to."""
    if found is None:
        return None
    channel, ts = found
    try:
        answer = await asked.slack.chat_getPermalink(channel=channel, message_ts=ts)
    except SlackApiError:  # it was deleted, or its channel was: the words around it do without a link
        return None
    return str(answer["permalink"])
