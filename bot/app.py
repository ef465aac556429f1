"""The Bolt app: one listener for each kind of request, which finds its handler in the table and answers for it."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.delivered import handled_once
from bot.errors import explained, field_errors, notice
from bot.requests import App
from bot.slack import Slack
from commands import people
from commands.dispatch import Dispatch, Handler, prefix
from commands.services import Asked, Form, Services, read_about
from program.errors import Refused
from program.workspaces import Workspace
from templates.words import escape, unescape

log = structlog.get_logger(__name__)
ANY = re.compile(".*", re.DOTALL)


class Front:
    """Where requests from Slack come in; `busy` are the answers still under way, which a stop waits for."""

    def __init__(self, table: Dispatch, services: Services, slack: Slack, workspace: Workspace) -> None:
        self.table, self.services, self.slack, self.workspace = table, services, slack, workspace
        self.busy: set[asyncio.Task[None]] = set()

    def register(self, app: AsyncApp) -> None:
        app.command("/pilot")(self.on_command)
        app.action(ANY)(self.on_action)
        app.view(ANY)(self.on_view)
        app.view_closed(ANY)(self.on_closed)
        app.options(ANY)(self.on_options)
        app.shortcut(ANY)(self.on_shortcut)
        for event in self.table.events:
            app.event(event)(self.on_event)
        app.event(ANY)(self.on_other_event)

    # --- one listener for each kind of request -------------------------------------------------------------------

    async def on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        typed = unescape(body.get("text", "")).strip() or "help"

        async def refuse(refused: Refused) -> None:
            await ack(text=escape_keeping_mentions(f"{refused}{self.table.meant(typed)}"))

        async def handle() -> None:
            command, words = self.table.find_command(typed)
            asked = self._asked(body, body["user_id"], "command", words=words, channel=body["channel_id"])
            await self._handle(command.handler, asked, ack)

        await self._answering(handle, refuse)
        if ack.response is None:
            await ack()

    async def on_action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        view, message = body.get("view") or {}, body.get("message") or {}
        in_home = view.get("type") == "home"
        place = "home" if in_home else "modal" if view else f"message {message.get('ts')}"
        channel = (body.get("channel") or {}).get("id")
        asked = self._asked(
            body,
            body["user"]["id"],
            place,
            value=_chosen(action),
            channel=channel,
            view=view.get("id"),
            in_home=in_home,
            about=read_about(view.get("private_metadata")),
            form=Form((view.get("state") or {}).get("values", {})),
        )

        async def say(text: str = "", blocks: list[dict[str, Any]] | None = None) -> None:
            """To this person alone: beside the message, or on a page where there is no message."""
            if asked.response_url:
                self._later(self._whisper(asked.response_url, text, blocks))
            elif text or blocks:
                page = notice(text)
                await asked.open(page | {"blocks": blocks} if blocks else page)

        async def refuse(refused: Refused) -> None:
            await say(escape_keeping_mentions(str(refused)))

        handler = self.table.actions.get(prefix(action["action_id"]))
        if handler:
            await self._answering(lambda: self._handle(handler, asked, say), refuse)
        await ack()

    async def on_view(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        view = body["view"]
        asked = self._asked(
            body,
            body["user"]["id"],
            f"modal {view['callback_id']}",
            view=view["id"],
            about=read_about(view.get("private_metadata")),
            form=Form(view["state"]["values"]),
        )

        async def refuse(refused: Refused) -> None:
            await ack(**field_errors(refused, view))

        handler = self.table.views.get(prefix(view["callback_id"]))
        if handler:
            await self._answering(lambda: self._handle(handler, asked, ack), refuse)
        if ack.response is None:
            await ack()

    async def on_closed(self, ack: AsyncAck) -> None:
        await ack()

    async def on_options(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        asked = self._asked(
            body,
            body["user"]["id"],
            "modal",
            words=body.get("value", ""),
            about=read_about((body.get("view") or {}).get("private_metadata")),
        )

        async def refuse(_: Refused) -> None:
            await ack(options=[])

        handler = self.table.options.get(prefix(body["action_id"]))
        if handler:
            await self._answering(lambda: self._handle(handler, asked, ack), refuse)
        if ack.response is None:
            await ack(options=[])

    async def on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        asked = self._asked(
            body,
            body["user"]["id"],
            f"shortcut {body['callback_id']}",
            channel=(body.get("channel") or {}).get("id"),
            message=body.get("message"),
        )

        async def say(text: str = "", blocks: list[dict[str, Any]] | None = None) -> None:
            await asked.open(notice(text) | ({"blocks": blocks} if blocks else {}))

        async def refuse(refused: Refused) -> None:
            await say(escape_keeping_mentions(str(refused)))

        handler = self.table.shortcuts.get(body["callback_id"])
        if handler:
            await self._answering(lambda: self._handle(handler, asked, say), refuse)
        await ack()

    async def on_event(self, body: dict[str, Any]) -> None:
        """A bug goes through to Bolt, so that Slack sends the event again; a refusal is an answer like any other."""
        event = body["event"]
        user = event.get("user")
        person = user.get("id") if isinstance(user, dict) else user
        asked = self._asked(body, person or "", f"event {event['type']}", channel=_channel_of(event), message=event)
        async with handled_once(self.services, self.workspace.id, body.get("event_id")) as is_mine:
            if not is_mine:
                return
            try:
                await self.table.events[event["type"]](_nothing, asked, self.services)
            except Refused as refused:
                log.info("an event was refused", event=event["type"], reason=type(refused).__name__)

    async def on_other_event(self) -> None:
        """Nobody acts on it, but it has arrived: unanswered, Slack would send it three times more."""

    # --- what they share -----------------------------------------------------------------------------------------

    async def _handle(self, handler: Handler, asked: Asked, ack: Callable[..., Awaitable[Any]]) -> None:
        await people.meet(asked, self.services, [asked.person])
        await handler(ack, asked, self.services)

    async def _answering(
        self, handle: Callable[[], Awaitable[None]], refuse: Callable[[Refused], Awaitable[None]]
    ) -> None:
        try:
            await handle()
        except Exception as error:  # noqa: BLE001 - the one place where everything becomes a sentence
            await refuse(explained(error))

    def _asked(self, body: dict[str, Any], person: str, where: str, **more: Any) -> Asked:
        channel = more.get("channel")
        return Asked(
            workspace=self.workspace.id,
            person=person,
            slack=self.slack.answering,
            where=f"{where} in {channel}" if channel else where,
            trigger=body.get("trigger_id"),
            response_url=body.get("response_url"),
            **more,
        )

    async def _whisper(self, url: str, text: str, blocks: list[dict[str, Any]] | None) -> None:
        """An answer to a button, beside its message and for this person only."""
        session = self.slack.answering.session
        assert session is not None  # noqa: S101 - bot.slack makes each client with one
        body = {"text": text, "response_type": "ephemeral", "replace_original": False}
        try:
            async with session.post(url, json=body | ({"blocks": blocks} if blocks else {})) as response:
                response.raise_for_status()
        except (OSError, TimeoutError, aiohttp.ClientError) as lost:
            log.warning("an answer did not reach the person", error=type(lost).__name__)

    def _later(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.busy.add(task)
        task.add_done_callback(self.busy.discard)


def build(table: Dispatch, services: Services, slack: Slack, workspace: Workspace) -> tuple[AsyncApp, Front]:
    """Handlers run before the answer goes out, so an acknowledged vote is a stored vote.

    Requests come in verified: over HTTP by `bot.http`, over Socket Mode by the connection itself.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=workspace.enterprise,
            team_id=workspace.team,
            bot_user_id=workspace.bot_user,
            bot_token=slack.answering.token,
        )

    logger = logging.getLogger("slack_bolt")
    logger.addFilter(_is_news)
    app = App(
        authorize=authorize,
        client=slack.answering,
        request_verification_enabled=False,
        process_before_response=True,
        logger=logger,
    )
    front = Front(table, services, slack, workspace)
    front.register(app)
    return app, front


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt warns that `authorize` goes before the token, which is what it is there for."""
    return "`authorize` has been used" not in record.getMessage()


async def _nothing(**_: Any) -> None:
    """An event has nobody to answer."""


def _chosen(action: dict[str, Any]) -> str:
    """The value of the element that was used, whatever its type."""
    option = action.get("selected_option") or {}
    plain = action.get("value") or option.get("value") or action.get("selected_user") or action.get("selected_date")
    return str(plain or "")


def _channel_of(event: dict[str, Any]) -> str | None:
    channel = event.get("channel")
    return channel.get("id") if isinstance(channel, dict) else channel


MENTION = re.compile(r"&lt;(@[UW][A-Z0-9]+|#C[A-Z0-9]+)&gt;")


def escape_keeping_mentions(text: str) -> str:
    """A refusal may quote what a person typed, and may itself mention people."""
    return MENTION.sub(r"<\1>", escape(text))
